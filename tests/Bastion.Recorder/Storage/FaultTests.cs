using Bastion.Recorder.Ingest;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Storage;
using Bastion.Testing;
using Google.Protobuf;

namespace Bastion.Recorder.Tests.Storage;

/// <summary>A disk that fails at its n-th call, whichever it is: nothing is acknowledged after it, nothing acknowledged is lost.</summary>
public sealed class FaultTests
{
    private const int Eio = 5;
    private const int Enospc = 28;
    private const int Batches = 24;

    [Theory]
    [InlineData("fdatasync", Eio)]
    [InlineData("fdatasync", Enospc)]
    [InlineData("write", Eio)]
    [InlineData("write", Enospc)]
    [InlineData("fsync", Eio)]
    [InlineData("fallocate", Enospc)]
    [InlineData("rename", Eio)]
    [InlineData("open", Enospc)]
    [InlineData("unlink", Eio)]
    public async Task Disk_FailingAtCallN_NeverAcknowledgesWhatItDoesNotHave(string call, int errno)
    {
        using var leases = new LeaseMaker(TimeProvider.System);
        var happened = 0;
        var most = call == "fdatasync" && int.TryParse(Environment.GetEnvironmentVariable("BASTION_SYNC_FAILURES"), out var asked) ? asked : 50;
        for (var n = 1; n <= most; n++)
        {
            using var directory = new TemporaryDirectory("fault");
            var calls = new FaultyCalls(call, n, errno);
            var acknowledged = await RunAsync(directory, leases, calls);
            happened += calls.Happened ? 1 : 0;
            await using var again = await StoreUnderTest.StartAsync(directory, leases);
            Assert.True(again.Store.Health.Ok, $"{call} {n}: {again.Store.Health.Text}");
            await again.Store.StopAsync();
            foreach (var (recording, sequence) in acknowledged)
            {
                var frames = await again.ReadAsync(recording);
                Assert.True((ulong)frames.Count >= sequence, $"{call} {n}: {sequence} acknowledged, {frames.Count} recovered");
                Assert.All(frames, frame => Assert.Equal(Payload(recording, frame.Index + 1), frame.Payload));
                var verification = again.Verifier.Verify(recording, default)!;
                Assert.True(verification.Intact, $"{call} {n}: {verification.Text}");
            }
            Assert.Equal(0, again.Store.Catalogue.LiveCount);
        }
        Assert.True(happened > 0, "The fault never happened: the test tests nothing.");
    }

    [Fact]
    public async Task Disk_FailingASync_IsNotTriedAgainAndEndsEverySession()
    {
        using var leases = new LeaseMaker(TimeProvider.System);
        using var directory = new TemporaryDirectory("fault");
        await using var store = await StoreUnderTest.StartAsync(directory, leases);
        var (first, second) = (await store.OpenAsync(), await store.OpenAsync());
        Assert.True(store.Store.Health.Fail(new StorageException("fdatasync", "wal", Eio)));
        var feed = new AppendFeed();
        first.Attach(feed);
        await Eventually.True(() => second.Failure?.Code == AppendFailure.Storage, "the other session to be told");
        Assert.False(await StoreUnderTest.AppendAsync(first, feed, TestSession.Batch(1, TestSession.Output("x"))));
        await Assert.ThrowsAsync<StorageException>(() => first.SealAsync("TechnicianClosed", ""));
        await Assert.ThrowsAsync<StorageException>(() => store.OpenAsync());
    }

    private static async Task<Dictionary<Guid, ulong>> RunAsync(TemporaryDirectory directory, LeaseMaker leases, ISystemCalls calls)
    {
        var acknowledged = new Dictionary<Guid, ulong>();
        var store = await StoreUnderTest.StartAsync(directory, leases, calls: calls);
        try
        {
            for (var i = 0; i < 2; i++)
            {
                store.Store.Health.ThrowIfFailed();
                var recording = await store.OpenAsync();
                var feed = new AppendFeed();
                recording.Attach(feed);
                acknowledged[recording.Info.Id] = 0;
                for (ulong sequence = 1; sequence <= Batches; sequence++)
                {
                    if (!await StoreUnderTest.AppendAsync(recording, feed, TestSession.Batch(sequence, TestSession.Frame(Contracts.Track.Output, Payload(recording.Info.Id, sequence)))))
                        break;
                    acknowledged[recording.Info.Id] = sequence;
                }
                if (i == 0)
                    await recording.SealAsync("DeviceClosed", "");
            }
        }
        catch (StorageException)
        {
            // What it was about is looked at after the restart.
        }
        await store.DisposeAsync();
        foreach (var live in store.Store.Catalogue.Live)
            acknowledged[live.Info.Id] = live.Durable;
        return acknowledged;
    }

    // Large enough that the log, of 256 KiB here, turns round.
    private static ByteString Payload(Guid recording, ulong sequence)
    {
        var bytes = new byte[9000 + (int)sequence];
        new Random(HashCode.Combine(recording, sequence)).NextBytes(bytes);
        return ByteString.CopyFrom(bytes);
    }
}
