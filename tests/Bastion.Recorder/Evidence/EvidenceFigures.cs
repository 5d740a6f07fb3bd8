using System.Diagnostics;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Sealing;
using Bastion.Recorder.Search;
using Bastion.Testing;
using Bastion.Verify;
using Google.Protobuf;
using Xunit.Abstractions;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>Figures for docs/performance.md, measured with BASTION_FIGURES=1; without it the same ways run on a small scale and nothing is timed.</summary>
public sealed class EvidenceFigures(ITestOutputHelper output)
{
    private static readonly bool Measured = Environment.GetEnvironmentVariable("BASTION_FIGURES") == "1";

    [Fact]
    public void Verifier_OfALargeRecording()
    {
        var size = Measured ? 256 << 20 : 1 << 20;
        using var signer = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var (bytes, keys, id) = Recorded(size, signer, pack: false);
        for (var round = 0; round < (Measured ? 5 : 1); round++)
        {
            var watch = Stopwatch.StartNew();
            using var check = new RecordingCheck(id, keys.Reveal(KeyPurpose.Replay), null, signer, [signer]);
            check.Run(new MemoryStream(bytes));
            output.WriteLine($"verify: {bytes.Length / 1048576.0 / watch.Elapsed.TotalSeconds:0} MiB/s");
        }
    }

    [Fact]
    public void Writer_WithAndWithoutPacking()
    {
        using var signer = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        foreach (var pack in (bool[])[true, false, true, false])
        {
            var watch = Stopwatch.StartNew();
            var (bytes, _, _) = Recorded(Measured ? 128 << 20 : 1 << 20, signer, pack);
            output.WriteLine($"write {(pack ? "text" : "noise")}: {(Measured ? 128 : 1) / watch.Elapsed.TotalSeconds:0} MiB/s in, {bytes.Length >> 10} KiB on disk");
        }
    }

    [Fact]
    public async Task Search_OverManyHours()
    {
        using var leases = new LeaseMaker(TimeProvider.System);
        using var directory = new TemporaryDirectory("figures");
        await using var store = await StoreUnderTest.StartAsync(directory, leases);
        var files = new SearchFiles(store.Store);
        var recordings = new List<RecordingInfo>();
        // An hour of a technician's terminal: about 1,500 lines.
        var hours = Measured ? 1000 : 3;
        for (var hour = 0; hour < hours; hour++)
        {
            var live = await store.OpenAsync();
            await live.SealAsync("TechnicianClosed", "");
            var info = store.Store.Catalogue.Find(live.Info.Id)!;
            var random = new Random(hour);
            var lines = Enumerable.Range(0, 1500).Select(i => new TranscriptLine(i * 2_400_000L, "output", $"{i:D5} eth{random.Next(9)}: status {random.Next():x8} pump {random.Next(100)} calibrated, drift {random.NextDouble():0.0000} over {random.Next(60)} min"));
            files.Write(info, store.Store.Loader.KeysOf(info.Id, info.Path)!, lines.Append(new TranscriptLine(1, "exec", $"only-{hour}")), () => false);
            recordings.Add(info);
        }
        var times = new List<double>();
        for (var round = 0; round < (Measured ? 40 : 1); round++)
        {
            var wanted = System.Text.Encoding.UTF8.GetBytes($"only-{round * 7 % hours}");
            var watch = Stopwatch.StartNew();
            // To the end, as a search that finds little goes.
            Assert.NotEqual(0, recordings.Count(info => files.Find(info, wanted, 20, fileWentIn: false) is { Count: > 0 }));
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        times.Sort();
        output.WriteLine($"search over {hours} h: p50 {times[times.Count / 2]:0} ms, p95 {times[times.Count * 95 / 100]:0} ms");
    }

    private static (byte[] Bytes, RecordingKeys Keys, Guid Id) Recorded(int size, System.Security.Cryptography.ECDsa signer, bool pack)
    {
        var (keys, id) = (RecordingKeys.Create(), Guid.NewGuid());
        var signing = new SigningKey(signer);
        var payload = new byte[24 << 10];
        if (pack)
            System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 400).Select(i => $"Nov 24 00:{i % 60:D2}:01 ana-01 daemon[{i * 31 % 9999}]: state {i % 7} ok\r\n")))[..(12 << 10)].CopyTo(payload, 0);
        else
            new Random(1).NextBytes(payload);
        using var writer = new RecordWriter(new Preamble(id, 1_790_000_000_000_000), keys);
        using var bytes = new MemoryStream();
        Add(writer.Open(new Opening([1], signing.Sign([1]), "x", [4], new byte[64], "x", "client", "gateway")));
        for (var sequence = 1; sequence * payload.Length < size; sequence++)
            Add(writer.Append(TestSession.Batch((ulong)sequence, TestSession.Frame(Track.Output, ByteString.CopyFrom(payload)))));
        Add(writer.Seal("TechnicianClosed", "", 1_790_000_002_000_000, signing));
        return (bytes.ToArray(), keys, id);

        void Add(EncodedRecord record)
        {
            bytes.Write(record.Bytes.Span);
            record.Return();
        }
    }
}
