using System.Globalization;
using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Vendors;

namespace Bastion.Admin.Interventions.Leases;

/// <summary>The guards of interventions.md 1.4, in its order. Pure: the first that fails is the answer.</summary>
internal static class OpeningGuards
{
    public static Denial? Evaluate(OpeningFacts facts, DateTimeOffset now) =>
        Planes(facts) ?? People(facts) ?? Time(facts, now) ?? Equipment(facts) ?? Rights(facts) ?? Proof(facts, now);

    private static Denial? Planes(OpeningFacts facts)
    {
        if (!facts.ClockSafe)
            return Denial.Of(DenialCode.ClockUnsafe);
        if (facts.JournalBehind)
            return Denial.Of(DenialCode.JournalBehind);
        return facts.RedButtonSince is { } since ? Denial.At(DenialCode.RedButtonActive, since) : null;
    }

    private static Denial? People(OpeningFacts facts)
    {
        if (facts.Vendor == VendorState.Suspended)
            return Denial.Of(DenialCode.VendorSuspended);
        if (facts.Technician != AccountState.Active)
            return Denial.Of(DenialCode.TechnicianDisabled);
        if (!facts.Attested)
            return Denial.Of(DenialCode.TechnicianUnattested);
        if (facts.NoticeDue)
            return Denial.Of(DenialCode.NoticeDue);
        if (!facts.Named)
            return Denial.Of(DenialCode.InterventionNotYours);
        // What only the clock has ended is told as the window's end: it says more than a state.
        if (facts.Standing.Cause is EndCause.Unused or EndCause.WindowEnded)
            return Denial.At(DenialCode.WindowOver, facts.Window.NotAfter);
        if (facts.Standing.State is not (InterventionState.Approved or InterventionState.Open))
            return Denial.Of(DenialCode.InterventionNotOpen, "state", facts.Standing.State.ToString());
        if (facts.Frozen)
            return Denial.Of(DenialCode.InterventionNotOpen, "state", nameof(InterventionFacet.Frozen));
        return facts.Draining ? Denial.Of(DenialCode.InterventionNotOpen, "state", nameof(InterventionFacet.Draining)) : null;
    }

    private static Denial? Time(OpeningFacts facts, DateTimeOffset now)
    {
        if (now < facts.Window.NotBefore)
            return Denial.At(DenialCode.WindowNotYet, facts.Window.NotBefore);
        return facts.Window.Contains(now) ? null : Denial.At(DenialCode.WindowOver, facts.Window.NotAfter);
    }

    private static Denial? Equipment(OpeningFacts facts)
    {
        var ours = facts.DeviceHeldBy == facts.InterventionId;
        if (facts.Device == DeviceState.UnderMaintenance && !ours)
            return Denial.Of(DenialCode.DeviceUnderOtherMaintenance);
        if (facts.ReleaseRequired && !(ours && facts.Device is DeviceState.Released or DeviceState.UnderMaintenance))
            return Denial.Of(DenialCode.DeviceNotReleased, "phone", facts.WardPhone);
        return facts.Quarantined ? Denial.Of(DenialCode.DeviceQuarantined) : null;
    }

    private static Denial? Rights(OpeningFacts facts)
    {
        if (!facts.ProtocolGranted)
            return Denial.Of(DenialCode.ProtocolNotGranted, "protocol", facts.Protocol);
        if (!facts.SourceAllowed)
            return Denial.Of(DenialCode.SourceNotAllowed, "address", facts.Source);
        if (!facts.ListenerAllowed)
            return Denial.Of(DenialCode.ListenerNotAllowed);
        return facts.LiveSessions >= facts.MaxSessions
            ? Denial.Of(DenialCode.ConcurrencyReached, "max", facts.MaxSessions.ToString(CultureInfo.InvariantCulture))
            : null;
    }

    private static Denial? Proof(OpeningFacts facts, DateTimeOffset now)
    {
        if (!facts.Armed && now - facts.FactorAt > SignInLimits.FactorForOpening)
            return Denial.Of(DenialCode.FactorStale);
        return facts.CredentialPresent ? null : Denial.Of(DenialCode.CredentialMissing);
    }
}
