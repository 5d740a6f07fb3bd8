using System.Diagnostics;
using System.Globalization;
using Bastion.Recorder.Ingest;
using Bastion.Recorder.Storage;
using Bastion.Testing;
using Google.Protobuf;
using Xunit.Abstractions;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>
/// What encryption, hashing and sealing cost where a session's bytes pass: the same batches through the same group commit to the same disk, once as records
/// and once as they are, in turns. BASTION_FIGURES=1 measures.
/// </summary>
public sealed class PathFigures(ITestOutputHelper output)
{
    private const int Size = 64 << 10;
    private const int InFlight = 32;
    private static readonly bool Measured = Environment.GetEnvironmentVariable("BASTION_FIGURES") == "1";

    [Fact]
    public async Task Recorder_WithAndWithoutEncryptionAndSealing()
    {
        using var leases = new LeaseMaker(TimeProvider.System);
        using var directory = new TemporaryDirectory("figures");
        await using var store = await StoreUnderTest.StartAsync(directory, leases, walSegments: Measured ? 4 : 2, walSegmentBytes: Measured ? 64 << 20 : 4 << 20);
        var batches = Measured ? 4096 : 64;
        var payload = new byte[Size];
        new Random(1).NextBytes(payload);
        var (plain, recorded) = (new List<double>(), new List<double>());
        // The first turn of each warms up.
        for (var turn = 0; turn < (Measured ? 7 : 1); turn++)
        {
            plain.Add(await PlainAsync(store, turn, payload, batches));
            recorded.Add(await RecordedAsync(store, payload, batches));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"turn {turn}: as they are {plain[^1]:0} MB/s, as records {recorded[^1]:0} MB/s"));
        }
        var (before, after) = (Median(plain), Median(recorded));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median: {before:0} and {after:0} MB/s, {1000 / after - (1000 / before):0.00} ms a MB, {100 * (1 - (after / before)):0.0} % of what Recorder's disk path alone could take"));
    }

    private static double Median(List<double> turns) => turns.Skip(turns.Count > 1 ? 1 : 0).Order().ElementAt((turns.Count - 1) / 2);

    private static async Task<double> RecordedAsync(StoreUnderTest store, byte[] payload, int batches)
    {
        var recording = await store.OpenAsync(1L << 31);
        var feed = new AppendFeed();
        recording.Attach(feed);
        var frame = TestSession.Frame(Contracts.Track.Output, ByteString.CopyFrom(payload));
        var watch = Stopwatch.StartNew();
        for (var sequence = 1; sequence <= batches; sequence++)
        {
            while ((ulong)sequence > recording.Durable + InFlight)
                await feed.News.WaitAsync(default);
            Assert.Null(recording.Append(feed, TestSession.Batch((ulong)sequence, frame)));
        }
        while (recording.Durable < (ulong)batches)
            await feed.News.WaitAsync(default);
        await recording.SealAsync("TechnicianClosed", "");
        return batches * Size / 1e6 / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> PlainAsync(StoreUnderTest store, int turn, byte[] payload, int batches)
    {
        var path = Path.Combine(store.Store.Directory.Live, $"plain-{turn}");
        using var file = new AppendFile(store.Disk, FileId.Recording(Guid.NewGuid()), path, store.Disk.Open(path, create: true), 0);
        var news = new Signal();
        var (durable, readable) = (0, 0);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < batches; i++)
        {
            while (i >= Volatile.Read(ref durable) + InFlight)
                await news.WaitAsync(default);
            // A copy, as a record is one.
            store.Store.Commits.Append(new Plain(() =>
            {
                Interlocked.Increment(ref durable);
                news.Raise();
            }, () =>
            {
                Interlocked.Increment(ref readable);
                news.Raise();
            })
            { File = file, Offset = (long)i * Size, Bytes = payload.ToArray() });
        }
        while (Volatile.Read(ref durable) < batches)
            await news.WaitAsync(default);
        var taken = watch.Elapsed.TotalSeconds;
        while (Volatile.Read(ref readable) < batches)
            await news.WaitAsync(default);
        return batches * Size / 1e6 / taken;
    }

    private sealed class Plain(Action durable, Action readable) : PendingWrite
    {
        public override void OnDurable() => durable();

        public override void OnReadable() => readable();

        public override void OnFailed(StorageException reason) => throw reason;
    }
}
