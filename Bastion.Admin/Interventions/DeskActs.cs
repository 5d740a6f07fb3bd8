using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions;

/// <summary>The two laws as two ways to act: what protects is pushed after its commit, what permits waits for the journal.</summary>
internal sealed class DeskActs(AdminStore store, GatewayLinks links, Acknowledgements acknowledgements, TimeProvider time)
{
    public async Task<Outcome<ActDone>> AtOnceAsync(StaffContext who, Guid interventionId, Func<DeskCase, Denial?> act, CancellationToken cancellation)
    {
        var orders = new OrderList(links);
        var denial = await store.WriteAsync(async db =>
        {
            orders = new OrderList(links);
            return await LoadAsync(db, who, interventionId, orders) is { } one ? act(one) : Denial.Of(DenialCode.InterventionUnknown);
        }, cancellation);
        if (denial is not null)
            return denial;
        orders.Send();
        return new ActDone(Pending: false);
    }

    public async Task<Outcome<ActDone>> PermittedAsync(StaffContext who, Guid interventionId, Func<DeskCase, Outcome<OutboxEntry>> act, CancellationToken cancellation)
    {
        var entry = await store.WriteAsync(async db =>
            await LoadAsync(db, who, interventionId, new OrderList(links)) is { } one ? act(one) : Denial.Of(DenialCode.InterventionUnknown), cancellation);
        return entry.Done ? new ActDone(Pending: !await acknowledgements.WaitAsync(entry.Value.Id, cancellation)) : entry.Denial;
    }

    public async Task<Outcome<ActDone>> OnDeviceAsync(StaffContext who, Guid deviceId, Func<DeviceCase, Denial?> act, CancellationToken cancellation)
    {
        var orders = new OrderList(links);
        var denial = await store.WriteAsync(async db =>
        {
            orders = new OrderList(links);
            var staff = await db.Staff.Include(one => one.Scopes).SingleOrDefaultAsync(one => one.Id == who.StaffId);
            var device = await db.Devices.Include(one => one.Site).Include(one => one.Unit).SingleOrDefaultAsync(one => one.Id == deviceId);
            if (staff is null || device is null)
                return Denial.Of(DenialCode.Unknown);
            var held = device.HeldByInterventionId is { } id ? await Whole.Interventions(db).SingleOrDefaultAsync(one => one.Id == id) : null;
            return act(new DeviceCase(db, who, staff, device, held, orders, time.GetUtcNow()));
        }, cancellation);
        if (denial is not null)
            return denial;
        orders.Send();
        return new ActDone(Pending: false);
    }

    private async Task<DeskCase?> LoadAsync(AdminDb db, StaffContext who, Guid id, OrderList orders)
    {
        var staff = await db.Staff.Include(one => one.Scopes).SingleOrDefaultAsync(one => one.Id == who.StaffId);
        var one = await Whole.Interventions(db).SingleOrDefaultAsync(one => one.Id == id);
        var now = time.GetUtcNow();
        return staff is null || one is null ? null : new DeskCase(db, who, staff, one, Settling.Apply(db, one, now), orders, now);
    }
}
