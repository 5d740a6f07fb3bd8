using System.Collections.Concurrent;
using System.Security.Cryptography;
using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions.Interlock;

/// <summary>The ward's page behind a short code, without an account: it shows what runs on its devices and can only freeze.</summary>
internal sealed class WardDoor(AdminStore store, GatewayLinks links, TimeProvider time)
{
    private const int CodeLength = 10;
    private const int PressesPerMinute = 6;
    private const int MaxRemembered = 4096;

    // Without letters that are read for others: the code is also typed by hand.
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private readonly ConcurrentDictionary<string, (DateTimeOffset Minute, int Count)> presses = [];

    /// <summary>Null: no such code.</summary>
    public Task<WardView?> ReadAsync(string code) => store.ReadAsync(async db =>
    {
        if (code.Length != CodeLength || await db.Units.SingleOrDefaultAsync(one => one.WardCode == code) is not { } unit)
            return null;
        var devices = await db.Devices.Include(device => device.Site).Where(device => device.UnitId == unit.Id && !device.Retired).OrderBy(device => device.Name).ToListAsync();
        var ids = devices.Select(device => device.Id).ToList();
        var now = time.GetUtcNow();
        var live = await db.Interventions.Include(one => one.Vendor).Include(one => one.Sessions).Where(one => ids.Contains(one.DeviceId) && one.State == InterventionState.Open).ToListAsync();
        return new WardView(unit, [.. devices.Select(device => new WardLine(device, live.Find(one => one.DeviceId == device.Id && !Standing.Of(one, now).Settled)))]);
    });

    /// <summary>Freezes what runs on one device of the ward. Protective: at once. Denials: record.unknown, ward.too_often, intervention.not_open.</summary>
    public async Task<Denial?> StopAsync(string code, Guid deviceId, string source, CancellationToken cancellation)
    {
        if (!Allowed(code, time.GetUtcNow()))
            return Denial.Of("ward.too_often");
        var orders = new OrderList(links);
        var denial = await store.WriteAsync(async db =>
        {
            orders = new OrderList(links);
            var now = time.GetUtcNow();
            var unit = code.Length == CodeLength ? await db.Units.SingleOrDefaultAsync(one => one.WardCode == code, cancellation) : null;
            if (unit is null || !await db.Devices.AnyAsync(device => device.Id == deviceId && device.UnitId == unit.Id, cancellation))
                return Denial.Of(DenialCode.Unknown);
            var by = new ActorRef("ward", unit.Id, unit.Name, "Ward");
            var open = await Whole.Interventions(db).Where(one => one.DeviceId == deviceId && one.State == InterventionState.Open).ToListAsync(cancellation);
            var any = false;
            foreach (var one in open.Where(one => Settling.Apply(db, one, now).State == InterventionState.Open))
            {
                any = true;
                WardStops.Press(db, one, by, source, mayCut: false, orders, now);
                await Notices.Tell.ScopeAsync(db, one, "N9", now);
            }

            return any ? null : Denial.Of(DenialCode.InterventionNotOpen, "state", nameof(InterventionFacet.Idle));
        }, cancellation);
        if (denial is null)
            orders.Send();
        return denial;
    }

    /// <summary>A new code for a unit: the printed one is dead. By an Engineer or an Administrator.</summary>
    public Task<string?> RenewAsync(StaffContext who, Guid unitId) => store.WriteAsync(async db =>
    {
        if (await db.Units.SingleOrDefaultAsync(one => one.Id == unitId) is not { } unit)
            return null;
        unit.WardCode = RandomNumberGenerator.GetString(Alphabet, CodeLength);
        Outbox.Write(db, time.GetUtcNow(), new Act("ward.code_renewed", who.Actor) { SubjectId = unit.Id, Source = who.Source, Facts = new Dictionary<string, string> { ["unit"] = unit.Name } });
        return unit.WardCode;
    });

    public Task<Unit?> UnitOfAsync(Guid deviceId) => store.ReadAsync(db => db.Devices.Where(device => device.Id == deviceId).Select(device => device.Unit).SingleOrDefaultAsync());

    private bool Allowed(string code, DateTimeOffset now)
    {
        if (presses.Count > MaxRemembered)
            presses.Clear();
        var counted = presses.AddOrUpdate(code.Length == CodeLength ? code : "", _ => (now, 1), (_, before) => now - before.Minute >= TimeSpan.FromMinutes(1) ? (now, 1) : (before.Minute, before.Count + 1));
        return counted.Count <= PressesPerMinute;
    }
}
