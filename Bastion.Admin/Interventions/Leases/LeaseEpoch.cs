using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions.Leases;

/// <summary>Rises when the store is restored; a lease of an earlier epoch is void, at Recorder too. Minutes of Unix time, so that two restores of one backup differ.</summary>
internal sealed class LeaseEpoch
{
    /// <summary>Beside the counters of the years, under a year that is none.</summary>
    private const int Row = 0;

    public long Current { get; private set; } = 1;

    public async Task LoadAsync(AdminStore store) => Current = await store.ReadAsync(db => db.Counters.Where(one => one.Year == Row).Select(one => (long?)one.Last).SingleOrDefaultAsync()) ?? 1;

    /// <summary>In the transaction of a restore.</summary>
    public static async Task<int> RaiseAsync(AdminDb db, DateTimeOffset now)
    {
        var counter = await db.Counters.SingleOrDefaultAsync(one => one.Year == Row);
        if (counter is null)
            db.Counters.Add(counter = new NumberCounter { Year = Row });
        counter.Last = Math.Max(counter.Last + 1, (int)(now.ToUnixTimeSeconds() / 60));
        return counter.Last;
    }
}
