using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions.Interlock;

/// <summary>What a person has to do around devices: releases that wait, devices to check, reports to read.</summary>
internal sealed class CareBoard(AdminStore store, TimeProvider time)
{
    private const int MaxLines = 200;

    public Task<CareLists> ReadAsync(StaffContext who) => store.ReadAsync(async db =>
    {
        var now = time.GetUtcNow();
        var staff = await db.Staff.Include(one => one.Scopes).SingleAsync(one => one.Id == who.StaffId);
        var soon = now + ReleaseDesk.Before;
        var waiting = await Whole.Interventions(db).Where(one => (one.State == InterventionState.Approved || one.State == InterventionState.Open) && one.NotBefore <= soon && one.NotAfter > now).OrderBy(one => one.NotBefore).Take(MaxLines).ToListAsync();
        var devices = await db.Devices.Include(one => one.Site).Include(one => one.Unit).Where(one => one.State == DeviceState.ToBeChecked || one.State == DeviceState.NonConforming).OrderBy(one => one.StoppedAt).Take(MaxLines).ToListAsync();
        var reports = await Whole.Interventions(db).Where(one => one.State == InterventionState.Reported || (one.State == InterventionState.Ended && one.ReportDueAt != null)).OrderBy(one => one.ReportDueAt).Take(MaxLines).ToListAsync();
        var all = who.Role == StaffRole.Auditor;
        return new CareLists(
            [.. waiting.Where(one => Care.May(staff, one.Device!) && one.Terms.Release && !Standing.Of(one, now).Settled)],
            [.. devices.Where(one => all || Care.May(staff, one))],
            [.. reports.Where(one => all || Care.May(staff, one.Device!))],
            now);
    });

    /// <summary>Devices of the ward's scope, for its own page.</summary>
    public Task<List<Device>> DevicesAsync(StaffContext who) => store.ReadAsync(async db =>
    {
        var staff = await db.Staff.Include(one => one.Scopes).SingleAsync(one => one.Id == who.StaffId);
        var devices = await db.Devices.Include(one => one.Site).Include(one => one.Unit).Where(one => !one.Retired).OrderBy(one => one.Name).ToListAsync();
        return devices.Where(device => Care.May(staff, device)).Take(MaxLines).ToList();
    });
}
