using System.Diagnostics;
using System.Globalization;
using Bastion.Testing;
using Google.Protobuf;
using Grpc.Core;
using Xunit.Abstractions;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>
/// From the start of Recorder's process to its first new session, on a disk that holds much and after a kill. BASTION_FIGURES=1 measures on 10 GiB; without
/// it the same runs on a few MiB and nothing is timed.
/// </summary>
public sealed class RecoveryFigures(ITestOutputHelper output)
{
    private static readonly bool Measured = Environment.GetEnvironmentVariable("BASTION_FIGURES") == "1";

    [Theory]
    [InlineData(10.0, 0.0)]
    [InlineData(9.0, 1.0)]
    public async Task Recorder_KilledOnAFullDisk_OpensASessionSoon(double sealedGib, double openGib)
    {
        const int each = 64 << 20;
        var scale = Measured ? 1 : 1.0 / 512;
        var size = Measured ? each : 1 << 20;
        await using var recorder = RecorderUnderTest.Stopped(Measured ? 64 << 20 : 4 << 20, Measured ? 4 : 2);
        await recorder.StartAgainAsync();
        var sealedRecordings = Math.Max(1, (int)(sealedGib * (1L << 30) * scale / size));
        var open = (int)(openGib * (1L << 30) * scale / size);
        var payload = new byte[64 << 10];
        new Random(1).NextBytes(payload);
        var frame = TestSession.Frame(Contracts.Track.Output, ByteString.CopyFrom(payload));
        for (var i = 0; i < sealedRecordings; i++)
        {
            var session = await recorder.OpenAsync(ceiling: 2L * each);
            using var feed = await session.FeedAsync();
            await FeedAsync(feed, frame, size);
            await feed.FinishAsync((ulong)(size / payload.Length));
        }
        await recorder.StopAsync();
        await using (var process = await Processes.RecorderProcess.StartAsync(recorder))
        {
            for (var i = 0; i < open; i++)
            {
                var session = await recorder.OpenAsync(ceiling: 2L * each);
                await FeedAsync(await session.FeedAsync(), frame, size);
            }
            await process.KillAsync();
        }
        await recorder.StopAsync();
        var held = Directory.GetFiles(recorder.DataDirectory, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        var watch = Stopwatch.StartNew();
        await using (var process = await Processes.RecorderProcess.StartAsync(recorder))
        {
            await Eventually.True(
                async () =>
                {
                    try
                    {
                        return (await recorder.OpenAsync()).RecordingId.Length > 0;
                    }
                    catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
                    {
                        return false;
                    }
                },
                "a session to be opened");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"recovery on {held / 1073741824.0:0.0} GiB, of which {open} recordings of {size >> 20} MiB were open: first new session after {watch.Elapsed.TotalSeconds:0.00} s"));
        }
    }

    private static async Task FeedAsync(TestFeed feed, Contracts.Frame frame, int size)
    {
        var batches = size / frame.Payload.Length;
        for (var sequence = 1; sequence <= batches; sequence++)
        {
            await feed.SendAsync(TestSession.Batch((ulong)sequence, frame));
            if (sequence % 16 == 0)
                await feed.UntilDurableAsync((ulong)sequence - 8);
        }
        await feed.UntilDurableAsync((ulong)batches);
    }
}
