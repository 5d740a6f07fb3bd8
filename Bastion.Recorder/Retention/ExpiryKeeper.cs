using System.Globalization;
using Bastion.Hosting;
using Bastion.Recorder.Journal;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Storage;

namespace Bastion.Recorder.Retention;

/// <summary>
/// Once an hour: what is older than its class and not held loses its keys. The journal has it before it is done; a crash between the two is
/// made good by the next run, whose entry is the same one.
/// </summary>
internal sealed class ExpiryKeeper(EvidenceStore store, RetentionBook book, Eraser eraser, TimeProvider time, int recordingMonths, int journalMonths) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>One run; done when all that is due now has expired.</summary>
    /// <exception cref="StorageException"/>
    public async Task RunAsync()
    {
        await _one.WaitAsync();
        try
        {
            await ExpireAsync();
        }
        finally
        {
            _one.Release();
        }
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    private async Task ExpireAsync()
    {
        var now = time.GetUtcNow();
        foreach (var info in store.Catalogue.All.Where(info => info.End is not null && info.OpenedAt.AddMonths(recordingMonths) <= now && Eraser.IsReadable(info)).ToList())
        {
            if (book.IsHeld(info.Lease?.InterventionId))
                continue;
            await store.Journal.AppendAsync(Plane.Recorder, [store.Entries.OfRecording("recording.expired", info, new() { ["months"] = recordingMonths.ToString(CultureInfo.InvariantCulture) })]);
            eraser.Erase(info);
        }
        await ExpireMonthsAsync(now);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (store.Started && store.Health.Ok)
                    await RunAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // Recorder stops.
        }
        catch (StorageException reason)
        {
            store.Health.Fail(reason);
        }
    }

    private async Task ExpireMonthsAsync(DateTimeOffset now)
    {
        // The month that ended so long ago that its last day is out of its class.
        var last = JournalKeys.PeriodOf(now.AddMonths(-journalMonths - 1));
        var expired = store.JournalKeys!.Periods().Where(period => period <= last).ToList();
        if (expired.Count == 0)
            return;
        var held = book.Held().SelectMany(intervention => store.Journal.About(intervention)).Select(index => LeafFormat.PeriodOf(store.Journal.Leaf(index))).ToHashSet();
        foreach (var period in expired.Except(held).ToList())
        {
            await store.Journal.AppendAsync(Plane.Recorder, [store.Entries.Storage("journal.expired", new() { ["month"] = period.ToString(CultureInfo.InvariantCulture) })]);
            store.Journal.Erase(period);
        }
    }
}
