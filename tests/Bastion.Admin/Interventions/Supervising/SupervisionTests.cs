using Bastion.Admin.Contracts;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Interventions.Policies;
using Bastion.Admin.Interventions.Supervising;
using Microsoft.EntityFrameworkCore;
using SessionState = Bastion.Admin.Interventions.Leases.SessionState;

namespace Bastion.Admin.Tests.Interventions.Supervising;

/// <summary>interventions.md 1.5 and AS16, AS17: required presence, on the real store.</summary>
public sealed class SupervisionTests
{
    [Fact]
    public async Task Presence_HiddenPage_FreezesAfterTheGraceAndAWatcherBringsItBack()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var session = await SupervisedAsync(hospital);
        var (supervisors, claire) = (hospital.Get<Supervisors>(), await hospital.StaffAsync(hospital.Claire));
        await supervisors.BeatAsync(claire, session, tapped: true, CancellationToken.None);
        await supervisors.RunOnceAsync(CancellationToken.None);
        Assert.Equal(FreezeCauses.None, await Freezes(hospital, session));

        hospital.Time.Advance(Watchers.Grace - TimeSpan.FromTicks(1));
        await supervisors.RunOnceAsync(CancellationToken.None);
        Assert.Equal(FreezeCauses.None, await Freezes(hospital, session));
        hospital.Time.Advance(TimeSpan.FromTicks(1));
        await supervisors.RunOnceAsync(CancellationToken.None);
        Assert.Equal(FreezeCauses.Supervisor, await Freezes(hospital, session));

        await supervisors.BeatAsync(claire, session, tapped: true, CancellationToken.None);
        await Bastion.Testing.Eventually.True(async () => await Freezes(hospital, session) == FreezeCauses.None, "the journal has that somebody watches");
        Assert.Equal(["session.unsupervised", "session.supervised"], (await hospital.JournalKindsAsync()).Where(kind => kind.EndsWith("supervised", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Presence_StaffFrozeToo_StaysFrozenUntilStaffResumes()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var session = await SupervisedAsync(hospital);
        var (supervisors, claire) = (hospital.Get<Supervisors>(), await hospital.StaffAsync(hospital.Claire));
        await supervisors.RunOnceAsync(CancellationToken.None);
        var id = await hospital.Store.ReadAsync(db => db.Sessions.Select(one => one.InterventionId).SingleAsync());
        Assert.True((await hospital.Get<InterventionDesk>().FreezeAsync(claire, id, "on regarde", CancellationToken.None)).Done);
        Assert.Equal(FreezeCauses.Staff | FreezeCauses.Supervisor, await Freezes(hospital, session));
        await supervisors.BeatAsync(claire, session, tapped: true, CancellationToken.None);
        await Bastion.Testing.Eventually.True(async () => await Freezes(hospital, session) == FreezeCauses.Staff, "only the staff's freeze is left");
    }

    [Fact]
    public async Task Presence_NobodyForTenMinutes_EndsIt()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var session = await SupervisedAsync(hospital);
        var supervisors = hospital.Get<Supervisors>();
        await supervisors.RunOnceAsync(CancellationToken.None);
        hospital.Time.Advance(Supervisors.Patience);
        await supervisors.RunOnceAsync(CancellationToken.None);
        Assert.Equal(SessionEndReason.SupervisorAbsent, await hospital.Store.ReadAsync(db => db.Sessions.Where(one => one.Id == session).Select(one => one.EndDueReason).SingleAsync()));
    }

    [Fact]
    public void StillWatching_NotConfirmedForAQuarter_IsNobody()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var watchers = new Watchers(time);
        var (session, staff) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.True(watchers.Beat(session, staff, "Claire", tapped: true));
        for (var passed = TimeSpan.Zero; passed < Watchers.TapEvery - TimeSpan.FromSeconds(5); passed += TimeSpan.FromSeconds(5))
        {
            time.Advance(TimeSpan.FromSeconds(5));
            Assert.False(watchers.Beat(session, staff, "Claire", tapped: false));
            Assert.True(watchers.Any(session));
        }

        time.Advance(TimeSpan.FromSeconds(5));
        watchers.Beat(session, staff, "Claire", tapped: false);
        Assert.False(watchers.Any(session));
        Assert.Single(watchers.Left());
        Assert.Empty(watchers.Left());
    }

    [Fact]
    public async Task RedButton_OneVendor_FreezesBlindAndOpensNothingUntilTwoLiftedIt()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await Interlock.InterlockTests.Working(hospital);
        var button = hospital.Get<RedButton>();
        var (claire, odile) = (await hospital.StaffAsync(hospital.Claire), await hospital.StaffAsync(hospital.Odile));
        Assert.Equal("reason.too_short", (await button.PressAsync(claire, CutRange.Vendor, hospital.VendorId, "non", CancellationToken.None)).Denial?.Code);
        Assert.Equal(1, (await button.PressAsync(claire, CutRange.Vendor, hospital.VendorId, "Compte du prestataire compromis", CancellationToken.None)).Value);
        Assert.Equal("redbutton.active", (await hospital.ConnectAsync(id)).Denial?.Code);
        Assert.True((await hospital.ReadAsync(id)).Freezes.HasFlag(FreezeCauses.RedButton));

        var cut = Assert.Single(await button.ListAsync());
        Assert.True((await button.LiftAsync(claire, cut.Id, CancellationToken.None)).Done);
        Assert.Equal("redbutton.second_person", (await button.LiftAsync(claire, cut.Id, CancellationToken.None)).Denial?.Code);
        Assert.Equal("redbutton.itsec", (await button.LiftAsync(odile, cut.Id, CancellationToken.None)).Denial?.Code);
        Assert.True((await button.LiftAsync(odile with { Disciplines = Bastion.Admin.Identity.Disciplines.ItSecurity }, cut.Id, CancellationToken.None)).Done);
        Assert.Empty(await button.ListAsync());
        Assert.True((await hospital.ConnectAsync(id)).Done);
    }

    private static async Task<Guid> SupervisedAsync(TestHospital hospital)
    {
        var id = await hospital.ApprovedAsync();
        await hospital.Store.WriteAsync(async db =>
        {
            var one = await db.Interventions.SingleAsync(one => one.Id == id);
            one.Policy = (one.Terms with { Supervision = Supervision.Mandatory }).ToJson();
            return true;
        });
        var session = (await hospital.ConnectAsync(id)).Value!;
        await hospital.Get<SessionReports>().ReportAsync(new SessionReport { SessionId = session.Id.ToString("D"), State = nameof(SessionState.Active) }, "g");
        return session.Id;
    }

    private static Task<FreezeCauses> Freezes(TestHospital hospital, Guid session) => hospital.Store.ReadAsync(db => db.Sessions.Where(one => one.Id == session).Select(one => one.Freezes).SingleAsync());
}
