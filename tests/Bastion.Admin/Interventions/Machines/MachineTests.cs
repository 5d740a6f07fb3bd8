using Bastion.Admin.Devices;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Interventions.Machines;

namespace Bastion.Admin.Tests.Interventions.Machines;

/// <summary>The tables of interventions.md 1.1 to 1.3: every pair is written here, so that nothing is added to a machine by accident.</summary>
public sealed class MachineTests
{
    private static readonly string[] Intervention =
    [
        "Requested Adjust Requested", "Requested Decide Requested", "Requested PolicyMet Approved", "Requested Refuse Refused", "Requested Withdraw Withdrawn", "Requested Lapse Lapsed",
        "Approved Withdraw Withdrawn", "Approved Lapse Lapsed", "Approved Invalidate Requested", "Approved Revoke Refused", "Approved Connect Open",
        "Open Connect Open", "Open Freeze Open", "Open Resume Open", "Open Extend Open", "Open Revoke Ended", "Open End Ended",
        "Ended Report Reported", "Reported ReturnReport Ended", "Reported Close Closed",
    ];

    private static readonly string[] Device =
    [
        "InService DeclareInUse InUse", "InUse DeclareFree InService", "Released DeclareInUse InUse",
        "InService Release Released", "InUse Release Released", "ToBeChecked Release Released", "NonConforming Release Released", "Released WithdrawRelease InService",
        "InService Start UnderMaintenance", "InUse Start UnderMaintenance", "Released Start UnderMaintenance", "ToBeChecked Start UnderMaintenance", "NonConforming Start UnderMaintenance",
        "UnderMaintenance Reclaim UnderMaintenance", "UnderMaintenance Stop ToBeChecked", "ToBeChecked Return InService", "NonConforming Return InService",
        "ToBeChecked Fail NonConforming", "NonConforming Fail NonConforming",
        "InService StartOnSite UnderMaintenance", "InUse StartOnSite UnderMaintenance", "Released StartOnSite UnderMaintenance", "ToBeChecked StartOnSite UnderMaintenance", "NonConforming StartOnSite UnderMaintenance",
    ];

    private static readonly string[] Session =
    [
        "Pending Activate Active", "Active Freeze Frozen", "Frozen Freeze Frozen", "Frozen Resume Active",
        "Pending End Ending", "Active End Ending", "Frozen End Ending", "Pending Closed Ended", "Active Closed Ended", "Frozen Closed Ended", "Ending Closed Ended",
    ];

    [Fact]
    public void Intervention_EveryPair_IsOfTheTableOrNothing() => Same<InterventionState, InterventionEvent>(Intervention, InterventionMachine.Next);

    [Fact]
    public void Device_EveryPair_IsOfTheTableOrNothing() => Same<DeviceState, DeviceEvent>(Device, DeviceMachine.Next);

    [Fact]
    public void Session_EveryPair_IsOfTheTableOrNothing() => Same<SessionState, SessionEvent>(Session, SessionMachine.Next);

    [Fact]
    public void Intervention_TerminalStates_HaveNoWayOut() =>
        Assert.All(Enum.GetValues<InterventionState>().Where(InterventionMachine.Terminal), state => Assert.All(Enum.GetValues<InterventionEvent>(), happening => Assert.Null(InterventionMachine.Next(state, happening))));

    [Fact]
    public void Freeze_LiftedByOneAuthority_StaysForTheOthers()
    {
        var both = FreezeCauses.Staff | FreezeCauses.Supervisor;
        Assert.Equal(FreezeCauses.Staff, SessionMachine.Lift(both, FreezeCauses.Supervisor));
        Assert.Equal(FreezeCauses.None, SessionMachine.Lift(FreezeCauses.Staff, FreezeCauses.Staff | FreezeCauses.Ward));
    }

    private static void Same<TState, TEvent>(string[] table, Func<TState, TEvent, TState?> machine)
        where TState : struct, Enum
        where TEvent : struct, Enum
    {
        var all = from state in Enum.GetValues<TState>() from happening in Enum.GetValues<TEvent>() let next = machine(state, happening) where next is not null select $"{state} {happening} {next}";
        Assert.Equal(table.Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
    }
}
