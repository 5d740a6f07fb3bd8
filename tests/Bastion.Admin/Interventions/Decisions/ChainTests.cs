using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Policies;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Tests.Interventions.Decisions;

/// <summary>The ordered chain of a class A device, on the real store (AS5, AS9).</summary>
public sealed class ChainTests
{
    [Fact]
    public async Task Chain_OwnerThenItSec_InThisOrderAndOneCountEach()
    {
        await using var hospital = await CriticalAsync();
        var id = await hospital.AskAsync(TimeSpan.FromHours(3));
        Assert.Equal([Step.Owner, Step.ItSec], (await hospital.ReadAsync(id)).Terms.Steps);
        var (claire, odile) = (await hospital.StaffAsync(hospital.Claire), await hospital.StaffAsync(hospital.Odile));
        var desk = hospital.Get<InterventionDesk>();
        var command = await hospital.CommandAsync(id);

        var early = await desk.ApproveAsync(odile, command, CancellationToken.None);
        Assert.Equal(("decision.out_of_scope", "Owner"), (early.Denial?.Code, early.Denial?.Facts["step"]));
        Assert.True((await desk.ApproveAsync(claire, command, CancellationToken.None)).Done);
        Assert.Equal(InterventionState.Requested, (await hospital.ReadAsync(id)).State);
        Assert.Equal("decision.already", (await desk.ApproveAsync(claire, command, CancellationToken.None)).Denial?.Code);
        Assert.True((await desk.ApproveAsync(odile, command, CancellationToken.None)).Done);

        var one = await hospital.ReadAsync(id);
        Assert.Equal((InterventionState.Approved, 2), (one.State, one.Decisions.Count(decision => !decision.WithoutEffect)));
    }

    [Fact]
    public async Task Chain_LaterStep_SeesWhatTheFirstLeftAndMayNotWidenIt()
    {
        await using var hospital = await CriticalAsync();
        var id = await hospital.AskAsync(TimeSpan.FromHours(3), TimeSpan.FromHours(2));
        var desk = hospital.Get<InterventionDesk>();
        var whole = await hospital.CommandAsync(id);
        Assert.True((await desk.ApproveAsync(await hospital.StaffAsync(hospital.Claire), whole with { NotAfter = whole.NotAfter.AddMinutes(-30) }, CancellationToken.None)).Done);
        Assert.Equal("window.wider", (await desk.ApproveAsync(await hospital.StaffAsync(hospital.Odile), whole, CancellationToken.None)).Denial?.Code);
    }

    [Fact]
    public async Task Chain_ApproverDisabledBeforeTheEnd_NoLongerCounts()
    {
        await using var hospital = await CriticalAsync();
        var id = await hospital.AskAsync(TimeSpan.FromHours(3));
        var desk = hospital.Get<InterventionDesk>();
        Assert.True((await desk.ApproveAsync(await hospital.StaffAsync(hospital.Claire), await hospital.CommandAsync(id), CancellationToken.None)).Done);
        await hospital.Store.WriteAsync(async db => (await db.Staff.SingleAsync(one => one.Id == hospital.Claire)).State = AccountState.Disabled);
        var second = await desk.ApproveAsync(await hospital.StaffAsync(hospital.Odile), await hospital.CommandAsync(id), CancellationToken.None);
        Assert.Equal("Owner", second.Denial?.Facts["step"]);
        Assert.Equal(InterventionState.Requested, (await hospital.ReadAsync(id)).State);
    }

    [Fact]
    public async Task Policy_HardRefusal_LeavesNoInterventionAndIsJournaled()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await hospital.ApprovedAsync(length: TimeSpan.FromHours(1));
        Assert.True((await hospital.ConnectAsync(id)).Done);
        hospital.Time.Advance(TimeSpan.FromHours(1));
        await hospital.Hosted<Bastion.Admin.Interventions.Leases.DueTimes>().RunOnceAsync(CancellationToken.None);
        hospital.Time.Advance(TimeSpan.FromHours(48));
        var refused = await hospital.TryAskAsync();
        Assert.Equal("report.overdue", refused.Denial?.Code);
        Assert.Contains("request.refused", await hospital.JournalKindsAsync());

        var emergency = await hospital.TryAskAsync(urgent: true);
        Assert.Null(emergency.Denial);
        Assert.Equal([Step.OnCall], (await hospital.ReadAsync(emergency.Id)).Terms.Steps);
    }

    private static async Task<TestHospital> CriticalAsync()
    {
        var hospital = await TestHospital.OpenAsync();
        await hospital.Store.WriteAsync(async db =>
        {
            (await db.Devices.SingleAsync()).Criticality = Criticality.A;
            (await db.Staff.SingleAsync(one => one.Id == hospital.Odile)).Disciplines = Disciplines.ItSecurity;
            return true;
        });
        return hospital;
    }
}
