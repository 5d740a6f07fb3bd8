using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Interventions.Windows;
using Bastion.Admin.Vendors;

namespace Bastion.Admin.Tests.Interventions.Leases;

public sealed class OpeningGuardsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly Guid Ours = Guid.NewGuid();

    private static readonly OpeningFacts Good = new()
    {
        ClockSafe = true,
        JournalBehind = false,
        Vendor = VendorState.Active,
        Technician = AccountState.Active,
        NoticeDue = false,
        Named = true,
        Standing = new Standing(InterventionState.Approved, null, null),
        Frozen = false,
        Window = new AccessWindow(Now, Now.AddHours(1)),
        InterventionId = Ours,
        Device = DeviceState.InService,
        Quarantined = false,
        Protocol = "ssh",
        ProtocolGranted = true,
        Source = "127.0.0.1",
        SourceAllowed = true,
        LiveSessions = 2,
        MaxSessions = 3,
        FactorAt = Now.AddMinutes(-15),
        Armed = false,
        CredentialPresent = true,
    };

    /// <summary>In the order of interventions.md 1.4; each breaks one fact more than the line after it.</summary>
    private static readonly (string Code, Func<OpeningFacts, OpeningFacts> Break)[] Order =
    [
        ("clock.unsafe", facts => facts with { ClockSafe = false }),
        ("journal.behind", facts => facts with { JournalBehind = true }),
        ("redbutton.active", facts => facts with { RedButtonSince = Now }),
        ("vendor.suspended", facts => facts with { Vendor = VendorState.Suspended }),
        ("technician.disabled", facts => facts with { Technician = AccountState.Disabled }),
        ("technician.unattested", facts => facts with { Attested = false }),
        ("notice.due", facts => facts with { NoticeDue = true }),
        ("intervention.not_yours", facts => facts with { Named = false }),
        ("intervention.not_open", facts => facts with { Frozen = true }),
        ("window.not_yet", facts => facts with { Window = new AccessWindow(Now.AddTicks(1), Now.AddHours(1)) }),
        ("device.under_other_maintenance", facts => facts with { Device = DeviceState.UnderMaintenance, DeviceHeldBy = Guid.NewGuid() }),
        ("device.quarantined", facts => facts with { Quarantined = true }),
        ("protocol.not_granted", facts => facts with { ProtocolGranted = false }),
        ("source.not_allowed", facts => facts with { SourceAllowed = false }),
        ("listener.not_allowed", facts => facts with { ListenerAllowed = false }),
        ("concurrency.reached", facts => facts with { LiveSessions = 3 }),
        ("factor.stale", facts => facts with { FactorAt = Now.AddMinutes(-15).AddTicks(-1) }),
        ("credential.missing", facts => facts with { CredentialPresent = false }),
    ];

    [Fact]
    public void Evaluate_EverythingHolds_OpensAtTheVeryFirstInstant() => Assert.Null(OpeningGuards.Evaluate(Good, Now));

    [Fact]
    public void Evaluate_OneFactBroken_SaysItsCode()
    {
        foreach (var (code, broken) in Order)
            Assert.Equal(code, OpeningGuards.Evaluate(broken(Good), Now)?.Code);
    }

    [Fact]
    public void Evaluate_SeveralBroken_SaysTheFirstOfTheOrder()
    {
        for (var first = 0; first < Order.Length; first++)
        {
            var facts = Order[first..].Aggregate(Good, (all, next) => next.Break(all));
            Assert.Equal(Order[first].Code, OpeningGuards.Evaluate(facts, Now)?.Code);
        }
    }

    [Fact]
    public void Evaluate_AtTheEndOfTheWindow_IsOver() =>
        Assert.Equal("window.over", OpeningGuards.Evaluate(Good with { Window = new AccessWindow(Now.AddHours(-1), Now) }, Now)?.Code);

    [Theory]
    [InlineData(EndCause.Unused, InterventionState.Lapsed)]
    [InlineData(EndCause.WindowEnded, InterventionState.Ended)]
    public void Evaluate_EndedByTheClock_IsTheWindowsEnd(object cause, object state) =>
        Assert.Equal("window.over", OpeningGuards.Evaluate(Good with { Standing = new Standing((InterventionState)state, (EndCause)cause, Now) }, Now)?.Code);

    [Fact]
    public void Evaluate_Revoked_IsNotOpen()
    {
        var denial = OpeningGuards.Evaluate(Good with { Standing = new Standing(InterventionState.Ended, EndCause.Revoked, Now) }, Now);
        Assert.Equal("intervention.not_open", denial?.Code);
        Assert.Equal("Ended", denial?.Facts["state"]);
    }

    [Fact]
    public void Evaluate_OldFactorButArmed_Opens() => Assert.Null(OpeningGuards.Evaluate(Good with { FactorAt = Now.AddHours(-1), Armed = true }, Now));

    [Fact]
    public void Evaluate_OurOwnMaintenance_Opens() =>
        Assert.Null(OpeningGuards.Evaluate(Good with { Device = DeviceState.UnderMaintenance, DeviceHeldBy = Ours }, Now));
}
