using Bastion.Recorder.Ingest;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Storage;
using Bastion.Testing;
using Google.Protobuf;

namespace Bastion.Recorder.Tests.Storage;

/// <summary>The power goes at the n-th sync, for every n: what was not synced is gone, the last write torn. BASTION_POWER_LOSSES sets how many n (40).</summary>
public sealed class PowerLossTests
{
    private const int Batches = 40;

    [Fact]
    public async Task Power_LostAtSyncN_LosesNothingThatWasAcknowledged()
    {
        var losses = int.TryParse(Environment.GetEnvironmentVariable("BASTION_POWER_LOSSES"), out var asked) ? asked : 40;
        using var leases = new LeaseMaker(TimeProvider.System);
        var random = new Random(20261124);
        var acknowledgedInAll = 0UL;
        for (var n = 1; n <= losses; n++)
        {
            using var directory = new TemporaryDirectory("power");
            var disk = new VolatileDisk { DiesAtSync = n + 12 };
            var acknowledged = await RunAsync(directory, leases, disk);
            disk.Tear(random);
            await using (var again = await StoreUnderTest.StartAsync(directory, leases))
                acknowledgedInAll += await CheckAsync(again, acknowledged, n);
            // And a new session opens on it.
            await using var next = await StoreUnderTest.StartAsync(directory, leases);
            await next.OpenAsync();
        }
        Assert.True(acknowledgedInAll > 0, "Nothing was ever acknowledged: the test tests nothing.");
    }

    private static async Task<ulong> CheckAsync(StoreUnderTest again, Dictionary<Guid, ulong> acknowledged, int n)
    {
        Assert.True(again.Store.Health.Ok, $"loss {n}: {again.Store.Health.Text}");
        await again.Store.StopAsync();
        var total = 0UL;
        foreach (var (recording, sequence) in acknowledged)
        {
            total += sequence;
            var frames = await again.ReadAsync(recording);
            Assert.True((ulong)frames.Count >= sequence, $"loss {n}: {sequence} acknowledged, {frames.Count} recovered");
            Assert.All(frames, frame => Assert.Equal(Payload(recording, frame.Index + 1), frame.Payload));
            var verification = again.Verifier.Verify(recording, default)!;
            Assert.True(verification.Intact, $"loss {n}: {verification.Text}");
        }
        return total;
    }

    private static async Task<Dictionary<Guid, ulong>> RunAsync(TemporaryDirectory directory, LeaseMaker leases, VolatileDisk disk)
    {
        var acknowledged = new Dictionary<Guid, ulong>();
        var store = await StoreUnderTest.StartAsync(directory, leases, calls: disk);
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
            // The power went.
        }
        await store.DisposeAsync();
        return acknowledged;
    }

    private static ByteString Payload(Guid recording, ulong sequence)
    {
        var bytes = new byte[5000 + (int)sequence];
        new Random(HashCode.Combine(recording, sequence)).NextBytes(bytes);
        return ByteString.CopyFrom(bytes);
    }
}
