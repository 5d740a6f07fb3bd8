using Bastion.Admin.Persistence;
using Bastion.Hosting.Theme.Time;
using Grpc.Core;

namespace Bastion.Admin.Oversight.Night;

/// <summary>
/// Once a day, in the hour after local midnight, and a few minutes after each start: tables against journal, and yesterday's coverage. What is new goes to the
/// journal, and all of it to the first page of staff.
/// </summary>
internal sealed partial class NightWatch(
    AdminStore store, JournalComparison comparison, DayCoverage coverage, Incidents incidents, WallClock clock, TimeProvider time, ILogger<NightWatch> log) : BackgroundService
{
    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    /// <summary>Both checks, now. False when Recorder did not answer: what was known before stays.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        try
        {
            await FoundAsync("oversight.difference", await comparison.RunAsync(cancellation));
            var (yesterday, today) = (clock.StartOf(clock.Today.AddDays(-1)), clock.StartOf(clock.Today));
            await FoundAsync("coverage.hole", await coverage.RunAsync(yesterday.ToUniversalTime(), today.ToUniversalTime(), cancellation));
            return true;
        }
        catch (RpcException failed)
        {
            NotChecked(failed.Status.Detail);
            return false;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(AfterStart, time, stoppingToken);
            DateOnly? done = null;
            using var timer = new PeriodicTimer(Every, time);
            do
            {
                if (done != clock.Today && await RunAsync(stoppingToken))
                    done = clock.Today;
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Admin stops.
        }
    }

    private async Task FoundAsync(string kind, IReadOnlyList<string> found)
    {
        var fresh = incidents.Replace(kind, found);
        if (fresh.Count == 0)
            return;
        Found(kind, fresh.Count);
        await store.WriteAsync(db =>
        {
            foreach (var what in fresh)
                Outbox.Write(db, time.GetUtcNow(), new Act(kind, ActorRef.System) { Facts = new Dictionary<string, string> { ["what"] = what } });
            return Task.FromResult(0);
        });
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Kind}: {Count} found by the check of the night; staff see them on their first page")]
    private partial void Found(string kind, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The check of the night waits for Recorder: {What}")]
    private partial void NotChecked(string what);
}
