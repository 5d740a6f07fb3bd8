using Bastion.Admin.Contracts;
using Bastion.Hosting;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Ingest;
using Bastion.Recorder.Playback;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Sealing;
using Bastion.Recorder.Storage;
using Bastion.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bastion.Recorder.Tests;

/// <summary>Recorder's store without its door, on a small write-ahead log that turns round often.</summary>
internal sealed class StoreUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly TimeProvider _time;
    private readonly LeaseMaker _leases;
    private readonly KeyRing _ring;

    private StoreUnderTest(string directory, TimeProvider time, ISystemCalls calls, LeaseMaker leases, int walSegments, int walSegmentBytes)
    {
        (_time, _leases) = (time, leases);
        var errors = new SettingsErrors();
        _ring = KeyFiles.Load(new Disk(new LibcCalls()), Path.Combine(directory, "keys"), createMissing: true, errors)!;
        Disk = new Disk(calls);
        Store = new EvidenceStore(
            new StoreSettings(Path.Combine(directory, "data"), TimeSpan.FromSeconds(5), walSegments, walSegmentBytes, Math.Min(4 << 20, walSegmentBytes / 2), "test/journal"),
            Disk, _ring, new StorageMetrics(_metrics.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()), time, NullLogger<EvidenceStore>.Instance);
        LeaseKey = VerifyingKey.FromPem(leases.PublicKeyPem);
        Opener = new RecordingOpener(
            Store, new LeaseCheck([LeaseKey], 1L << 40), _ring, new DiskReserve(() => Store.Directory.FreeBytes, 0), new DiskShare(() => Store.Directory, 0, 0), time, NullLogger<RecordingOpener>.Instance);
        Reading = new RecordingReading(Store);
        Verifier = new RecordingVerifier(Store, _ring, [LeaseKey]);
    }

    public Disk Disk { get; }

    public VerifyingKey LeaseKey { get; }

    public EvidenceStore Store { get; }

    public RecordingOpener Opener { get; }

    public RecordingReading Reading { get; }

    public RecordingVerifier Verifier { get; }

    public KeyRing Ring => _ring;

    public static async Task<StoreUnderTest> StartAsync(TemporaryDirectory directory, LeaseMaker leases, TimeProvider? time = null, ISystemCalls? calls = null, int walSegments = 2, int walSegmentBytes = 128 << 10)
    {
        var store = new StoreUnderTest(directory.Path, time ?? TimeProvider.System, calls ?? new LibcCalls(), leases, walSegments, walSegmentBytes);
        await store.Store.StartAsync();
        return store;
    }

    public async Task<LiveRecording> OpenAsync(long ceiling = 64 << 20)
    {
        var (receipt, refusal) = await Opener.OpenAsync(_leases.Sign(_leases.Lease(ceiling)), "client", "gateway");
        Assert.Null(refusal);
        return Store.Catalogue.FindLive(Guid.Parse(Receipt.Parser.ParseFrom(receipt!.Receipt).RecordingId))!;
    }

    public async Task<List<RecordedFrame>> ReadAsync(Guid recording)
    {
        var frames = new List<RecordedFrame>();
        await foreach (var frame in Reading.FramesAsync(Store.Catalogue.Find(recording)!, 0, follow: false, includeInput: true, default))
            frames.Add(frame);
        return frames;
    }

    /// <summary>Appends and waits for the answer; false when the recording failed instead.</summary>
    public static async Task<bool> AppendAsync(LiveRecording recording, AppendFeed feed, Batch batch)
    {
        if (recording.Append(feed, batch) is not null)
            return false;
        while (recording.Durable < batch.Sequence)
        {
            if (recording.Failure is not null)
                return false;
            await feed.News.WaitAsync(default).AsTask().Within("an answer");
        }
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _ring.Dispose();
        LeaseKey.Dispose();
        await _metrics.DisposeAsync();
    }
}
