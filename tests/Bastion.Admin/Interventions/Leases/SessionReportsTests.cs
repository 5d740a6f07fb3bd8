using Bastion.Admin.Contracts;
using Bastion.Admin.Devices;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Leases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using SessionState = Bastion.Admin.Interventions.Leases.SessionState;

namespace Bastion.Admin.Tests.Interventions.Leases;

public sealed class SessionReportsTests
{
    [Fact]
    public async Task Report_FirstEndReasonWins()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var session = (await hospital.ConnectAsync(await hospital.ApprovedAsync())).Value!;
        await ReportAsync(hospital, session, "Active");
        Assert.Equal(DeviceState.UnderMaintenance, (await hospital.ReadAsync(session.InterventionId)).Device!.State);
        await ReportAsync(hospital, session, "Ending", "TechnicianClosed");
        await ReportAsync(hospital, session, "Ended", "StaffRevoked");
        var row = await RowAsync(hospital, session);
        Assert.Equal((SessionState.Ended, SessionEndReason.TechnicianClosed), (row.State, row.EndReason));
        await ReportAsync(hospital, session, "Active");
        Assert.Equal(SessionState.Ended, (await RowAsync(hospital, session)).State);
    }

    [Fact]
    public async Task Report_PinChanged_QuarantinesTheEndpoint()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var session = (await hospital.ConnectAsync(await hospital.ApprovedAsync())).Value!;
        await ReportAsync(hospital, session, "Ended", "DevicePinChanged");
        Assert.Equal("device.quarantined", (await hospital.ConnectAsync(session.InterventionId)).Denial?.Code);
    }

    [Fact]
    public async Task Sweep_GatewayVanished_EndsTheSessionAfterItsLeaseAndNotBefore()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var session = (await hospital.ConnectAsync(await hospital.ApprovedAsync())).Value!;
        var times = Times(hospital);
        hospital.Time.Advance(TimeSpan.FromSeconds(20));
        await hospital.Get<SessionReports>().RenewAsync(new Renew { SessionIds = { session.Id.ToString() } }, "gateway");
        hospital.Time.Advance(SessionLimits.Lease - TimeSpan.FromTicks(1));
        await times.RunOnceAsync(CancellationToken.None);
        Assert.True((await RowAsync(hospital, session)).Live);
        hospital.Time.Advance(TimeSpan.FromTicks(1));
        await times.RunOnceAsync(CancellationToken.None);
        Assert.Equal(SessionEndReason.GatewayLost, (await RowAsync(hospital, session)).EndReason);
        Assert.Contains("session.ended", await hospital.JournalKindsAsync());
    }

    [Fact]
    public async Task Hello_AfterAFreezeTheGatewayDidNotHear_BringsItThere()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var session = (await hospital.ConnectAsync(await hospital.ApprovedAsync())).Value!;
        Assert.True((await hospital.Get<InterventionDesk>().FreezeAsync(await hospital.StaffAsync(hospital.Claire), session.InterventionId, "", CancellationToken.None)).Done);
        var link = new GatewayLink { GatewayId = "gateway" };
        hospital.Get<GatewayLinks>().Add(link);
        await hospital.Get<SessionReports>().HelloAsync(new Hello { GatewayId = "gateway", Live = { new LiveSession { SessionId = session.Id.ToString(), State = "Active" } } });
        Assert.True(link.Orders.TryRead(out var order));
        Assert.Equal(("Staff", session.Id.ToString()), (order.Freeze.Cause, order.Freeze.SessionId));
    }

    [Theory]
    [InlineData("here/2", false)]
    [InlineData("elsewhere/1", true)]
    [InlineData("2", true)]
    public async Task Hello_OfAnEmptyProcess_EndsOnlyWhatTheOneBeforeAtItsPlaceHeld(string gatewayId, bool live)
    {
        await using var hospital = await TestHospital.OpenAsync();
        var session = (await hospital.ConnectAsync(await hospital.ApprovedAsync())).Value!;
        await hospital.Get<SessionReports>().ReportAsync(new SessionReport { SessionId = session.Id.ToString(), State = "Active" }, "here/1");

        await hospital.Get<SessionReports>().HelloAsync(new Hello { GatewayId = gatewayId });

        Assert.Equal(live, (await RowAsync(hospital, session)).Live);
        Assert.Equal(live ? null : SessionEndReason.GatewayLost, (await RowAsync(hospital, session)).EndReason);
    }

    [Fact]
    public async Task WindowEnds_OpenIntervention_IsEndedAndItsSessionsAreTold()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var session = (await hospital.ConnectAsync(await hospital.ApprovedAsync(length: TimeSpan.FromMinutes(20)))).Value!;
        var link = new GatewayLink { GatewayId = "gateway" };
        hospital.Get<GatewayLinks>().Add(link);
        hospital.Time.Advance((await hospital.ReadAsync(session.InterventionId)).NotAfter - hospital.Now);
        await Times(hospital).RunOnceAsync(CancellationToken.None);
        Assert.True(link.Orders.TryRead(out var order));
        Assert.Equal("WindowEnded", order.End.Reason);
        Assert.Equal((InterventionState.Ended, EndCause.WindowEnded), ((await hospital.ReadAsync(session.InterventionId)).State, (await hospital.ReadAsync(session.InterventionId)).Cause));
    }

    private static DueTimes Times(TestHospital hospital) =>
        new(hospital.Store, hospital.Get<Persistence.CommitSignals>(), hospital.Get<GatewayLinks>(), hospital.Get<LeaseClock>(), hospital.Time, NullLogger<DueTimes>.Instance);

    private static Task ReportAsync(TestHospital hospital, Session session, string state, string reason = "") =>
        hospital.Get<SessionReports>().ReportAsync(new SessionReport { SessionId = session.Id.ToString(), State = state, EndReason = reason }, "gateway");

    private static Task<Session> RowAsync(TestHospital hospital, Session session) => hospital.Store.ReadAsync(db => db.Sessions.SingleAsync(one => one.Id == session.Id));
}
