using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Persistence;
using Bastion.Recorder.Contracts;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Oversight;

/// <summary>Brings the outbox to Recorder in order, for ever, and lets the permissive acts take effect when it was acknowledged.</summary>
internal sealed partial class JournalPump(
    AdminStore store,
    CommitSignals signals,
    Journal.JournalClient journal,
    Acknowledgements acknowledgements,
    AcknowledgedEffects effects,
    TimeProvider time,
    ILogger<JournalPump> log) : BackgroundService
{
    private const int MaxBatch = 200;
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var retry = FirstRetry;
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = signals.NextOutbox;
            try
            {
                if (await PumpOnceAsync(stoppingToken))
                {
                    retry = FirstRetry;
                    continue;
                }

                retry = FirstRetry;
                await next.WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is RpcException or DbUpdateException or System.Data.Common.DbException or InvalidOperationException)
            {
                if (!acknowledgements.Behind)
                    Behind(failure.Message);
                acknowledgements.Behind = true;
                await Task.Delay(retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                retry = retry * 2 < LastRetry ? retry * 2 : LastRetry;
            }
        }
    }

    /// <returns>False when nothing waits.</returns>
    private async Task<bool> PumpOnceAsync(CancellationToken cancellation)
    {
        var batch = await store.ReadAsync(db => db.Outbox.Where(entry => entry.AcknowledgedAt == null).OrderBy(entry => entry.Sequence).Take(MaxBatch).ToListAsync(cancellation));
        if (batch.Count == 0)
            return false;
        var request = new AppendEntriesRequest();
        request.Entries.AddRange(batch.Select(entry => Entry.Parser.ParseFrom(entry.Payload)));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(CallTimeout);
        var reply = await journal.AppendAsync(request, cancellationToken: limit.Token);
        if (reply.Indexes.Count != batch.Count)
            throw new InvalidOperationException($"Recorder acknowledged {reply.Indexes.Count} of {batch.Count} entries.");

        var orders = await store.WriteAsync(db => AcknowledgeAsync(db, batch, reply.Indexes), cancellation);
        if (acknowledgements.Behind)
            CaughtUp();
        acknowledgements.Behind = false;
        orders.Send();
        foreach (var entry in batch)
            acknowledgements.Complete(entry.Id);
        return true;
    }

    private async Task<OrderList> AcknowledgeAsync(AdminDb db, List<OutboxEntry> batch, Google.Protobuf.Collections.RepeatedField<ulong> indexes)
    {
        var now = time.GetUtcNow();
        var orders = effects.NewOrders();
        var ids = batch.Select(entry => entry.Sequence).ToList();
        var rows = await db.Outbox.Where(entry => ids.Contains(entry.Sequence)).OrderBy(entry => entry.Sequence).ToListAsync();
        foreach (var row in rows.Where(row => row.AcknowledgedAt is null))
        {
            row.AcknowledgedAt = now;
            row.JournalIndex = (long)indexes[ids.IndexOf(row.Sequence)];
            await AcknowledgedEffects.ApplyAsync(db, row, now, orders);
        }

        return orders;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal does not answer; permissive acts wait: {What}")]
    private partial void Behind(string what);

    [LoggerMessage(Level = LogLevel.Information, Message = "The journal has caught up")]
    private partial void CaughtUp();
}
