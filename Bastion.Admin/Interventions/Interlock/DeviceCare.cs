using Bastion.Admin.Devices;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Interventions.Machines;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;

namespace Bastion.Admin.Interventions.Interlock;

/// <summary>What interventions do to the clinical state of their device, inside the transaction of the act.</summary>
internal static class DeviceCare
{
    /// <summary>First Active session of a telemaintenance: the device is taken, its release is used.</summary>
    public static void Start(AdminDb db, Intervention one, Session session, DateTimeOffset now)
    {
        var device = one.Device!;
        if (one.Kind != InterventionKind.Telemaintenance || one.State != InterventionState.Open || DeviceMachine.Next(device.State, DeviceEvent.Start) is not { } next)
            return;
        device.State = next;
        device.HeldByInterventionId = one.Id;
        device.StoppedAt ??= now;
        foreach (var release in one.Releases.Where(release => release is { ConsumedAt: null, WithdrawnAt: null }))
            release.ConsumedAt = now;
        Outbox.Write(db, now, new Act("device.maintenance_started", ActorRef.System) { InterventionId = one.Id, DeviceId = device.Id, SessionId = session.Id });
    }

    /// <summary>The intervention is over: the device is checked before it goes back to care, or was never touched.</summary>
    public static void Stop(AdminDb db, Intervention one, DateTimeOffset now)
    {
        if (one.Device is not { } device || device.HeldByInterventionId != one.Id)
            return;
        if (device.State == DeviceState.Released)
        {
            DropRelease(db, one, ActorRef.System, now);
            return;
        }

        if (DeviceMachine.Next(device.State, DeviceEvent.Stop) is not { } next)
            return;
        device.State = next;
        if (Signatures(one) == 0)
        {
            // Class C: comfort, or a spare at hand; nobody signs.
            device.State = DeviceState.InService;
            device.HeldByInterventionId = null;
            device.StoppedAt = null;
            Outbox.Write(db, now, new Act("device.returned", ActorRef.System) { InterventionId = one.Id, DeviceId = device.Id });
            return;
        }

        db.Returns.Add(new ReturnSheet
        {
            Id = Guid.CreateVersion7(now),
            DeviceId = device.Id,
            InterventionId = one.Id,
            OpenedAt = now,
            StoppedAt = device.StoppedAt ?? now,
            Signatures = Signatures(one),
        });
        Outbox.Write(db, now, new Act("device.check_required", ActorRef.System) { InterventionId = one.Id, DeviceId = device.Id });
    }

    /// <summary>A release that nobody used: the device is in service as before.</summary>
    public static void DropRelease(AdminDb db, Intervention one, ActorRef by, DateTimeOffset now)
    {
        foreach (var release in one.Releases.Where(release => release is { ConsumedAt: null, WithdrawnAt: null }))
            release.WithdrawnAt = now;
        if (one.Device is not { State: DeviceState.Released } device || device.HeldByInterventionId != one.Id)
            return;
        device.State = device.StoppedAt is null ? DeviceState.InService : DeviceState.ToBeChecked;
        device.HeldByInterventionId = null;
        Outbox.Write(db, now, new Act("device.release_withdrawn", by) { InterventionId = one.Id, DeviceId = device.Id });
    }

    private static int Signatures(Intervention one) => one.Policy.Length > 0
        ? one.Terms.ReturnSignatures
        : Policies.DecisionPolicy.Standard.Terms[one.Device!.Criticality].ReturnSignatures;
}
