using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Tests.Interventions;

public sealed class InterventionDeskTests
{
    [Fact]
    public async Task Approve_NarrowedWindowAndWithheldControl_IsAnApprovalWithAdjustment()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await hospital.AskAsync(TimeSpan.FromHours(1), TimeSpan.FromHours(2), "exec", "sftpDown");
        var command = await hospital.CommandAsync(id);
        var narrowed = command with { NotAfter = command.NotAfter.AddMinutes(-30), Controls = SessionControls.Shell };
        Assert.Equal(new ActDone(false), (await hospital.Get<InterventionDesk>().ApproveAsync(await hospital.StaffAsync(hospital.Claire), narrowed, CancellationToken.None)).Value);
        var one = await hospital.ReadAsync(id);
        Assert.Equal((InterventionState.Approved, narrowed.NotAfter, SessionControls.Shell), (one.State, one.NotAfter, one.GrantedControls));
    }

    [Fact]
    public async Task Approve_WhatTheRulesForbid_IsDeniedAndChangesNothing()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await hospital.AskAsync(TimeSpan.FromHours(1));
        var command = await hospital.CommandAsync(id);
        var claire = await hospital.StaffAsync(hospital.Claire);

        await Denied("window.wider", claire, command with { NotAfter = command.NotAfter.AddMinutes(1) });
        await Denied("window.wider", claire, command with { Controls = SessionControls.Exec });
        await Denied("intervention.changed", claire, command with { RequestVersion = 2 });
        await Denied("intervention.changed", claire, command with { DeviceVersion = 99 });
        await Denied("factor.stale", claire with { FactorAt = hospital.Now.AddMinutes(-5).AddTicks(-1) }, command);
        await hospital.Store.WriteAsync(async db => (await db.Vendors.SingleAsync()).State = VendorState.Suspended);
        await Denied("vendor.suspended", claire, command);
        await hospital.Store.WriteAsync(async db => (await db.Vendors.SingleAsync()).State = VendorState.Active);
        await hospital.Store.WriteAsync(async db => (await db.Staff.SingleAsync(one => one.Id == hospital.Claire)).Disciplines = Disciplines.ItSecurity);
        await Denied("decision.out_of_scope", claire, command);
        await hospital.Store.WriteAsync(async db => (await db.Staff.SingleAsync(one => one.Id == hospital.Claire)).Role = StaffRole.Administrator);
        await Denied("act.not_allowed", claire, command);
        Assert.Equal(InterventionState.Requested, (await hospital.ReadAsync(id)).State);

        async Task Denied(string code, StaffContext who, ApproveCommand how) =>
            Assert.Equal(code, (await hospital.Get<InterventionDesk>().ApproveAsync(who, how, CancellationToken.None)).Denial?.Code);
    }

    [Fact]
    public async Task Approve_AtLapseAt_IsRejectedEvenWithTheJobStopped()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await hospital.AskAsync(TimeSpan.FromMinutes(30), TimeSpan.FromHours(2));
        var command = await hospital.CommandAsync(id);
        hospital.Time.Advance(TimeSpan.FromMinutes(30 + 105));
        var late = await hospital.Get<InterventionDesk>().ApproveAsync(await hospital.StaffAsync(hospital.Claire), command, CancellationToken.None);
        Assert.Equal("Lapsed", late.Denial?.Facts["state"]);
    }

    [Fact]
    public async Task Approve_OneTickBeforeLapseAt_IsValid()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await hospital.AskAsync(TimeSpan.FromMinutes(30), TimeSpan.FromHours(2));
        var command = await hospital.CommandAsync(id);
        hospital.Time.Advance(TimeSpan.FromMinutes(30 + 105) - TimeSpan.FromTicks(1));
        Assert.True((await hospital.Get<InterventionDesk>().ApproveAsync(await hospital.StaffAsync(hospital.Claire), command, CancellationToken.None)).Done);
    }

    [Fact]
    public async Task Refuse_ShortReason_IsDenied()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await hospital.AskAsync(TimeSpan.FromHours(1));
        Assert.Equal("reason.too_short", (await hospital.Get<InterventionDesk>().RefuseAsync(await hospital.StaffAsync(hospital.Claire), id, "non       ", CancellationToken.None)).Denial?.Code);
    }

    [Fact]
    public async Task Extend_JustBeforeTheEnd_MovesItAndAtTheEndIsTooLate()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await hospital.ApprovedAsync(length: TimeSpan.FromHours(1));
        Assert.True((await hospital.ConnectAsync(id)).Done);
        var end = (await hospital.ReadAsync(id)).NotAfter;
        hospital.Time.Advance(end - hospital.Now - TimeSpan.FromMilliseconds(50));
        Assert.Equal(new ActDone(false), (await hospital.Get<InterventionDesk>().ExtendAsync(await hospital.StaffAsync(hospital.Claire), id, 30, "encore", CancellationToken.None)).Value);
        Assert.Equal(end.AddMinutes(30), (await hospital.ReadAsync(id)).NotAfter);
        hospital.Time.Advance(TimeSpan.FromMinutes(30) + TimeSpan.FromMilliseconds(50));
        Assert.Equal("extension.too_late", (await hospital.Get<InterventionDesk>().ExtendAsync(await hospital.StaffAsync(hospital.Claire), id, 30, "encore", CancellationToken.None)).Denial?.Code);
    }

    [Fact]
    public async Task FreezeThenResume_JournalSilent_FreezesAtOnceAndResumesOnlyAtTheAcknowledgement()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await hospital.ApprovedAsync();
        Assert.True((await hospital.ConnectAsync(id)).Done);
        var desk = hospital.Get<InterventionDesk>();
        var claire = await hospital.StaffAsync(hospital.Claire);
        hospital.Journal.Answers = false;

        Assert.True((await desk.FreezeAsync(claire, id, "on regarde", CancellationToken.None)).Done);
        Assert.Equal(FreezeCauses.Staff, (await hospital.ReadAsync(id)).Freezes);
        var resuming = desk.ResumeAsync(claire, id, CancellationToken.None);
        await Bastion.Testing.Eventually.True(async () => await hospital.Store.ReadAsync(db => db.Outbox.AnyAsync(entry => entry.Kind == "intervention.resumed")), "the resume is written");
        await Bastion.Testing.Eventually.True(() =>
        {
            hospital.Time.Advance(TimeSpan.FromSeconds(1));
            return resuming.IsCompleted;
        }, "the wait for the journal ends");
        Assert.Equal(new ActDone(true), (await resuming).Value);
        Assert.Equal(FreezeCauses.Staff, (await hospital.ReadAsync(id)).Freezes);

        hospital.Journal.Answers = true;
        await Bastion.Testing.Eventually.True(async () =>
        {
            hospital.Time.Advance(TimeSpan.FromSeconds(1));
            return (await hospital.ReadAsync(id)).Freezes == FreezeCauses.None;
        }, "the resume takes effect");
    }
}
