using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Oversight;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bastion.Admin.Persistence;

/// <summary>
/// The way into the database. Every act is one transaction: on SQLite through a single writer that takes the write lock at its start
/// (BEGIN IMMEDIATE), on PostgreSQL serializable and run again when it lost a race. What an act decides, it decides from rows read inside it.
/// </summary>
internal sealed class AdminStore(Func<AdminDb> open, bool singleWriter, CommitSignals signals) : IDisposable
{
    /// <summary>A serializable transaction that loses this often is not unlucky, it is wrong.</summary>
    private const int MaxAttempts = 20;

    private readonly SemaphoreSlim writer = new(1, 1);

    public async Task<T> ReadAsync<T>(Func<AdminDb, Task<T>> query)
    {
        await using var db = open();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTrackingWithIdentityResolution;
        return await query(db);
    }

    /// <summary>Runs <paramref name="act"/> in one transaction and commits it. The act may run more than once and must not have effects of its own.</summary>
    public async Task<T> WriteAsync<T>(Func<AdminDb, Task<T>> act, CancellationToken cancellation = default)
    {
        if (singleWriter)
            await writer.WaitAsync(cancellation);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await TryAsync(act);
                }
                catch (Exception lost) when (!singleWriter && attempt < MaxAttempts && IsLostRace(lost))
                {
                    cancellation.ThrowIfCancellationRequested();
                }
            }
        }
        finally
        {
            if (singleWriter)
                writer.Release();
        }
    }

    public async Task MigrateAsync()
    {
        await using var db = open();
        await db.Database.MigrateAsync();
    }

    public void Dispose() => writer.Dispose();

    private static bool IsLostRace(Exception exception) =>
        exception is DbUpdateConcurrencyException
        || exception is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation }
        || (exception.InnerException is { } inner && IsLostRace(inner));

    private async Task<T> TryAsync<T>(Func<AdminDb, Task<T>> act)
    {
        await using var db = open();
        await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable);
        var result = await act(db);
        db.ChangeTracker.DetectChanges();
        var acts = db.ChangeTracker.Entries<OutboxEntry>().Any(entry => entry.State == EntityState.Added);
        var live = db.ChangeTracker.Entries().Any(entry => entry.State != EntityState.Unchanged && entry.Entity is Session or Intervention);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        signals.Committed(acts, live);
        return result;
    }
}
