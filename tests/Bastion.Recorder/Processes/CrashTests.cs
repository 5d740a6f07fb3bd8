using System.Collections.Concurrent;
using Bastion.Recorder.Contracts;
using Bastion.Testing;
using Google.Protobuf;
using Grpc.Core;
using Xunit.Abstractions;

namespace Bastion.Recorder.Tests.Processes;

/// <summary>
/// kill -9 of a Recorder under load, again and again on the same files: what was acknowledged is in the recordings, whole and intact,
/// and every recording ends sealed. BASTION_CRASHES sets how often (20), in laps of 10 kills on the same files.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Sessions = 6;
    private const int Lap = 10;

    [Fact]
    public async Task KilledRecorder_HoldsEveryAcknowledgedFrame()
    {
        var crashes = int.TryParse(Environment.GetEnvironmentVariable("BASTION_CRASHES"), out var asked) ? asked : 20;
        var (frames, bytes) = (0UL, 0L);
        for (var left = crashes; left > 0; left -= Lap)
        {
            var (lapFrames, lapBytes) = await LapAsync(Math.Min(left, Lap));
            (frames, bytes) = (frames + lapFrames, bytes + lapBytes);
            output.WriteLine($"{crashes - left + Math.Min(left, Lap)} kills: {frames} frames acknowledged, {bytes} bytes recovered and compared");
        }
    }

    // On the same files, without an orderly stop between: what one kill left is taken up again after each that follows.
    private static async Task<(ulong Frames, long Bytes)> LapAsync(int crashes)
    {
        await using var recorder = RecorderUnderTest.Stopped();
        var acknowledged = new ConcurrentDictionary<string, ulong>();
        for (var crash = 0; crash < crashes; crash++)
        {
            await using var process = await RecorderProcess.StartAsync(recorder);
            var started = new CountdownEvent(Sessions);
            var feeding = Enumerable.Range(0, Sessions).Select(_ => FeedAsync(recorder, acknowledged, started)).ToArray();
            await Eventually.True(() => started.IsSet, "all sessions to be acknowledged once");
            using (var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 250))))
                await moment.WaitForNextTickAsync();
            await process.KillAsync();
            await Task.WhenAll(feeding);
            await recorder.StopAsync();
        }

        await recorder.StartAgainAsync();
        await recorder.StopAsync();
        await recorder.StartAgainAsync();
        Assert.Equal(crashes * Sessions, acknowledged.Count);
        var bytes = 0L;
        foreach (var (id, sequence) in acknowledged)
        {
            var frames = await recorder.ReadAsync(id);
            Assert.True((ulong)frames.Count >= sequence, $"{id}: {sequence} acknowledged, {frames.Count} recovered");
            Assert.All(frames, frame => Assert.Equal(Payload(id, frame.Index + 1), frame.Payload));
            bytes += frames.Sum(frame => (long)frame.Payload.Length);
            var summary = await recorder.Evidence.GetAsync(new GetRecordingRequest { RecordingId = id });
            Assert.Equal(("Sealed", "RecorderLost", true), (summary.State, summary.EndReason, summary.Recovered));
            var verification = await recorder.VerifyAsync(id);
            Assert.True(verification.Intact, verification.Text);
        }
        var sealedEntries = await recorder.JournalAsync(new ReadJournalRequest { KindPrefix = "recording.sealed", Limit = 5000 });
        Assert.Equal(acknowledged.Keys.Order(), sealedEntries.Select(e => e.Entry.SubjectId).Order());
        Assert.Empty(await recorder.JournalAsync(new ReadJournalRequest { KindPrefix = "storage.damaged" }));
        return (acknowledged.Values.Aggregate(0UL, (sum, sequence) => sum + sequence), bytes);
    }

    [PeerFact("strace")]
    public async Task FailingFdatasync_InAProcess_EndsEverySessionAndLosesNothingAcknowledged()
    {
        await using var recorder = RecorderUnderTest.Stopped();
        var acknowledged = new ConcurrentDictionary<string, ulong>();
        await using (var process = await RecorderProcess.StartAsync(recorder, "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync", "-e", "inject=fdatasync:error=EIO:when=40+"))
        {
            var started = new CountdownEvent(2);
            await Task.WhenAll(FeedAsync(recorder, acknowledged, started), FeedAsync(recorder, acknowledged, started)).Within("both sessions to be told");
            var status = await recorder.Journal.StatusAsync(new StatusRequest());
            Assert.False(status.StorageOk);
            Assert.Contains("EIO", status.StorageText, StringComparison.Ordinal);
            var refused = await Assert.ThrowsAsync<RpcException>(() => recorder.OpenAsync());
            Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
            Assert.Contains("EIO", refused.Status.Detail, StringComparison.Ordinal);
        }
        await recorder.StopAsync();
        await recorder.StartAgainAsync();
        await recorder.StopAsync();
        await recorder.StartAgainAsync();
        foreach (var (id, sequence) in acknowledged)
        {
            Assert.True((ulong)(await recorder.ReadAsync(id)).Count >= sequence);
            Assert.True((await recorder.VerifyAsync(id)).Intact);
        }
    }

    // Sends until Recorder is gone; knows then what it was told is durable.
    private static async Task FeedAsync(RecorderUnderTest recorder, ConcurrentDictionary<string, ulong> acknowledged, CountdownEvent started)
    {
        var signalled = false;
        try
        {
            var session = await recorder.OpenAsync();
            using var feed = await session.FeedAsync();
            var sending = SendAsync(feed, session.RecordingId);
            while (await feed.NextAsync() is { Durable: { } durable })
            {
                acknowledged[session.RecordingId] = durable.Sequence;
                if (!signalled)
                    signalled = started.Signal() || true;
            }
            await sending;
        }
        catch (Exception e) when (e is RpcException { StatusCode: not StatusCode.Unknown } or InvalidOperationException or IOException)
        {
            // It was killed, or its disk has failed.
        }
    }

    private static async Task SendAsync(TestFeed feed, string id)
    {
        for (ulong sequence = 1; ; sequence++)
        {
            try
            {
                await feed.SendAsync(TestSession.Batch(sequence, TestSession.Frame(Track.Output, Payload(id, sequence))));
            }
            catch (Exception e) when (e is RpcException or InvalidOperationException or IOException)
            {
                return;
            }
        }
    }

    private static ByteString Payload(string id, ulong sequence)
    {
        var seed = Guid.Parse(id).GetHashCode() ^ ((int)sequence * 7919);
        var bytes = new byte[(seed & 0x3FFF) + 1];
        new Random(seed).NextBytes(bytes);
        return ByteString.CopyFrom(bytes);
    }
}
