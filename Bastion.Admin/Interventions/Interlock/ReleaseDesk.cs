using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Decisions;
using Bastion.Admin.Interventions.Machines;
using Bastion.Admin.Oversight;

namespace Bastion.Admin.Interventions.Interlock;

/// <summary>The ward gives a device for one intervention, and takes it back (interventions.md 1.3).</summary>
internal sealed class ReleaseDesk(DeskActs acts)
{
    /// <summary>So long before the window a device may be given.</summary>
    public static readonly TimeSpan Before = TimeSpan.FromMinutes(60);
    private const int MaxName = 120;

    /// <summary>Permissive. Denials: act.not_allowed, release.not_wanted, release.too_early (fact at), release.patient, release.ward_name, release.reason, device.under_other_maintenance, intervention.settled.</summary>
    public Task<Outcome<ActDone>> ReleaseAsync(StaffContext who, Guid interventionId, ReleaseCommand command, CancellationToken cancellation) => acts.PermittedAsync(who, interventionId, one =>
    {
        var device = one.Intervention.Device!;
        if (!Care.May(one.Staff, device))
            return Denial.Of(DenialCode.NotAllowed);
        if (one.Standing.State is not (InterventionState.Approved or InterventionState.Open))
            return one.Settled();
        if (!one.Intervention.Terms.Release)
            return Denial.Of("release.not_wanted");
        if (one.Now < one.Intervention.NotBefore - Before)
            return Denial.At("release.too_early", one.Intervention.NotBefore - Before);
        if (device.State is DeviceState.Released or DeviceState.UnderMaintenance)
            return device.HeldByInterventionId == one.Intervention.Id ? Denial.Of("release.done") : Denial.Of(DenialCode.DeviceUnderOtherMaintenance);
        if (device.State == DeviceState.InUse && !command.NoPatient)
            return Denial.Of("release.patient");
        var engineer = one.Staff.Role == StaffRole.Engineer;
        if (engineer && command.OnWordOf.Trim().Length is 0 or > MaxName)
            return Denial.Of("release.ward_name");
        if (device.State is DeviceState.ToBeChecked or DeviceState.NonConforming && (!engineer || command.Reason.Trim().Length < InterventionDesk.MinReason))
            return Denial.Of(engineer ? DenialCode.ReasonTooShort : DenialCode.NotAllowed, "min", "10");

        device.State = DeviceMachine.Next(device.State, DeviceEvent.Release)!.Value;
        device.HeldByInterventionId = one.Intervention.Id;
        one.Db.Releases.Add(new Release
        {
            Id = Guid.CreateVersion7(one.Now),
            InterventionId = one.Intervention.Id,
            DeviceId = device.Id,
            ById = who.StaffId,
            ByName = who.Name,
            OnWordOf = engineer ? command.OnWordOf.Trim() : "",
            At = one.Now,
            Until = one.Intervention.NotAfter.AddMinutes(one.Intervention.Terms.DrainCapMinutes),
        });
        return one.Write("device.released", command.Reason, permissive: true, ("onWordOf", command.OnWordOf.Trim()));
    }, cancellation);

    /// <summary>Protective. Before the work begins the release is withdrawn; afterwards it is taken back: frozen at once, cut by a second act.</summary>
    public Task<Outcome<ActDone>> TakeBackAsync(StaffContext who, Guid interventionId, string reason, CancellationToken cancellation) => acts.AtOnceAsync(who, interventionId, one =>
    {
        var device = one.Intervention.Device!;
        if (!Care.May(one.Staff, device))
            return Denial.Of(DenialCode.NotAllowed);
        if (device.HeldByInterventionId != one.Intervention.Id)
            return Denial.Of("release.none");
        if (device.State == DeviceState.Released)
        {
            DeviceCare.DropRelease(one.Db, one.Intervention, who.Actor, one.Now);
            return null;
        }

        if (one.Standing.State != InterventionState.Open)
            return one.Settled();
        return WardStops.Press(one.Db, one.Intervention, who.Actor, reason, mayCut: true, one.Orders, one.Now);
    }, cancellation);

    /// <summary>Protective: a patient depends on it now. A release that was not used yet is withdrawn.</summary>
    public Task<Outcome<ActDone>> DeclareAsync(StaffContext who, Guid deviceId, bool inUse, CancellationToken cancellation) => acts.OnDeviceAsync(who, deviceId, one =>
    {
        if (!Care.May(one.Staff, one.Device))
            return Denial.Of(DenialCode.NotAllowed);
        if (DeviceMachine.Next(one.Device.State, inUse ? DeviceEvent.DeclareInUse : DeviceEvent.DeclareFree) is not { } next)
            return Denial.Of("device.state", "state", one.Device.State.ToString());
        if (one.Held is { } held)
            DeviceCare.DropRelease(one.Db, held, who.Actor, one.Now);
        one.Device.State = next;
        one.Write(inUse ? "device.declared_in_use" : "device.declared_free", "");
        return null;
    }, cancellation);
}
