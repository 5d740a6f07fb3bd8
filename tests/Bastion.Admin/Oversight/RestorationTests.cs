using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Oversight;
using Bastion.Admin.Oversight.Night;
using Bastion.Admin.Persistence;
using Bastion.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.Admin.Tests.Oversight;

/// <summary>After a restore nothing that was valid in the backup is valid any more.</summary>
public sealed class RestorationTests
{
    [Fact]
    public async Task Store_AfterARestore_HasAHigherEpochAndNothingAliveFromBefore()
    {
        await using var planes = await TwoPlanes.StartAsync();
        var store = planes.Admin.Services.GetRequiredService<AdminStore>();
        var epoch = planes.Admin.Services.GetRequiredService<LeaseEpoch>();
        Assert.Equal(1, epoch.Current);
        var first = await planes.Admin.Services.GetRequiredService<Restoration>().RunAsync();
        var second = await planes.Admin.Services.GetRequiredService<Restoration>().RunAsync();
        Assert.True(second > first && first > 1);
        await epoch.LoadAsync(store);
        Assert.Equal(second, epoch.Current);
        Assert.False(await store.ReadAsync(db => db.SignIns.AnyAsync(one => one.EndedAt == null)));
        Assert.False(await store.ReadAsync(db => db.Interventions.AnyAsync(one => one.State == InterventionState.Approved || one.State == InterventionState.Open)));
        Assert.Equal(2, await store.ReadAsync(db => db.Outbox.CountAsync(row => row.Kind == Restoration.Kind)));
    }

    [Fact]
    public async Task Night_AfterARestore_DoesNotNameWhatWasSaidAfterTheBackup()
    {
        await using var planes = await TwoPlanes.StartAsync();
        var store = planes.Admin.Services.GetRequiredService<AdminStore>();
        await SaidAsync(store, "said after the backup");
        await store.WriteAsync(async db =>
        {
            db.Remove(await db.Outbox.SingleAsync(row => row.Reason == "said after the backup"));
            return 0;
        });
        await planes.Admin.Services.GetRequiredService<Restoration>().RunAsync();
        await SaidAsync(store, "said after the restore");
        Assert.True(await planes.Admin.Services.GetRequiredService<NightWatch>().RunAsync(default));
        Assert.Equal([], planes.Admin.Services.GetRequiredService<Incidents>().All);
    }

    private static async Task SaidAsync(AdminStore store, string reason)
    {
        await store.WriteAsync(db => Task.FromResult(Outbox.Write(db, TimeProvider.System.GetUtcNow(), new Act("device.changed", ActorRef.System) { Reason = reason }).Id));
        await Eventually.True(() => store.ReadAsync(db => db.Outbox.AllAsync(row => row.AcknowledgedAt != null)), "the journal to have it");
    }
}
