using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Interlock;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Contracts;
using Microsoft.EntityFrameworkCore;
using SessionState = Bastion.Admin.Interventions.Leases.SessionState;

namespace Bastion.Admin.Tests.Interventions.Interlock;

/// <summary>interventions.md 1.3 and 3.4 on the real store: release, work, checks, return.</summary>
public sealed class InterlockTests
{
    [Fact]
    public async Task Connect_NotReleased_IsRefusedAndAfterTheReleaseOpens()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await Approved(hospital);
        Assert.Equal("device.not_released", (await hospital.ConnectAsync(id)).Denial?.Code);
        await hospital.ReleaseAsync(id);
        Assert.Equal(DeviceState.Released, (await hospital.ReadAsync(id)).Device!.State);
        Assert.True((await hospital.ConnectAsync(id)).Done);
    }

    [Fact]
    public async Task Release_DeviceInUse_WantsTheTickAndANameOfTheWard()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await Approved(hospital);
        var claire = await hospital.StaffAsync(hospital.Claire);
        var desk = hospital.Get<ReleaseDesk>();
        Assert.True((await desk.DeclareAsync(claire, hospital.DeviceId, inUse: true, CancellationToken.None)).Done);
        Assert.Equal("release.patient", (await desk.ReleaseAsync(claire, id, new ReleaseCommand("Mme Sorel", NoPatient: false), CancellationToken.None)).Denial?.Code);
        Assert.Equal("release.ward_name", (await desk.ReleaseAsync(claire, id, new ReleaseCommand("", NoPatient: true), CancellationToken.None)).Denial?.Code);
        Assert.True((await desk.ReleaseAsync(claire, id, new ReleaseCommand("Mme Sorel", NoPatient: true), CancellationToken.None)).Done);
    }

    [Fact]
    public async Task Release_BeforeItsHour_IsTooEarlyToTheTick()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await hospital.ApprovedAsync(startsIn: TimeSpan.FromHours(3));
        var claire = await hospital.StaffAsync(hospital.Claire);
        hospital.Time.Advance(TimeSpan.FromHours(2) - TimeSpan.FromTicks(1));
        Assert.Equal("release.too_early", (await hospital.Get<ReleaseDesk>().ReleaseAsync(claire, id, new ReleaseCommand("Mme Sorel", true), CancellationToken.None)).Denial?.Code);
        hospital.Time.Advance(TimeSpan.FromTicks(1));
        Assert.True((await hospital.Get<ReleaseDesk>().ReleaseAsync(claire, id, new ReleaseCommand("Mme Sorel", true), CancellationToken.None)).Done);
    }

    [Fact]
    public async Task DeclaredInUse_AfterTheRelease_WithdrawsIt()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await hospital.ApprovedAsync();
        Assert.True((await hospital.Get<ReleaseDesk>().DeclareAsync(await hospital.StaffAsync(hospital.Claire), hospital.DeviceId, inUse: true, CancellationToken.None)).Done);
        Assert.Equal("device.not_released", (await hospital.ConnectAsync(id)).Denial?.Code);
        Assert.Contains("device.release_withdrawn", await hospital.JournalKindsAsync());
    }

    [Fact]
    public async Task TakeBack_WhileItRuns_FreezesFirstAndCutsSecond()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await Working(hospital);
        var claire = await hospital.StaffAsync(hospital.Claire);
        var desk = hospital.Get<ReleaseDesk>();
        Assert.True((await desk.TakeBackAsync(claire, id, "Patient en salle", CancellationToken.None)).Done);
        Assert.Equal((InterventionState.Open, FreezeCauses.Ward), ((await hospital.ReadAsync(id)).State, (await hospital.ReadAsync(id)).Freezes));
        Assert.True((await desk.TakeBackAsync(claire, id, "Patient en salle", CancellationToken.None)).Done);
        Assert.Equal(InterventionState.Ended, (await hospital.ReadAsync(id)).State);
    }

    [Fact]
    public async Task Lapsed_ReleasedAndNeverUsed_LeavesTheDeviceInService()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await hospital.ApprovedAsync(length: TimeSpan.FromHours(1));
        hospital.Time.Advance(TimeSpan.FromHours(1));
        await DueTimesOf(hospital).RunOnceAsync(CancellationToken.None);
        var one = await hospital.ReadAsync(id);
        Assert.Equal((InterventionState.Lapsed, DeviceState.InService, (Guid?)null), (one.State, one.Device!.State, one.Device.HeldByInterventionId));
    }

    [Fact]
    public async Task Return_OneNok_IsNonConformingAndOnlyAllOkReturnsIt()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await Ended(hospital);
        Assert.Equal(DeviceState.ToBeChecked, (await hospital.ReadAsync(id)).Device!.State);
        var claire = await hospital.StaffAsync(hospital.Claire);
        var desk = hospital.Get<ReturnDesk>();
        Assert.Equal("check.missing", (await desk.SignAsync(claire, hospital.DeviceId, new Dictionary<string, CheckAnswer>(), "", CancellationToken.None)).Denial?.Code);
        var failed = Answers("ok");
        failed["Laboratory2"] = new CheckAnswer("nok", "", "");
        Assert.Equal("reason.too_short", (await desk.SignAsync(claire, hospital.DeviceId, failed, "", CancellationToken.None)).Denial?.Code);
        Assert.True((await desk.SignAsync(claire, hospital.DeviceId, failed, "Contrôle niveau 2 hors limites", CancellationToken.None)).Done);
        Assert.Equal(DeviceState.NonConforming, (await hospital.ReadAsync(id)).Device!.State);
        Assert.True((await desk.SignAsync(claire, hospital.DeviceId, Answers("ok"), "", CancellationToken.None)).Done);
        var device = (await hospital.ReadAsync(id)).Device!;
        Assert.Equal((DeviceState.InService, (Guid?)null, (DateTimeOffset?)null), (device.State, device.HeldByInterventionId, device.StoppedAt));
        Assert.Contains("device.returned", await hospital.JournalKindsAsync());
    }

    [Fact]
    public async Task Return_ClassA_WantsTwoDifferentSignatures()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await Ended(hospital);
        await hospital.Store.WriteAsync(async db =>
        {
            (await db.Returns.SingleAsync()).Signatures = 2;
            (await db.Staff.SingleAsync(one => one.Id == hospital.Odile)).Role = StaffRole.WardRepresentative;
            return true;
        });
        var desk = hospital.Get<ReturnDesk>();
        var (claire, ward) = (await hospital.StaffAsync(hospital.Claire), await hospital.StaffAsync(hospital.Odile));
        Assert.Equal("return.engineer_first", (await desk.SignAsync(ward, hospital.DeviceId, Answers("ok"), "", CancellationToken.None)).Denial?.Code);
        Assert.True((await desk.SignAsync(claire, hospital.DeviceId, Answers("ok"), "", CancellationToken.None)).Done);
        Assert.Equal("return.same_person", (await desk.SignAsync(claire, hospital.DeviceId, Answers("ok"), "", CancellationToken.None)).Denial?.Code);
        Assert.Equal(DeviceState.ToBeChecked, (await hospital.ReadAsync(id)).Device!.State);
        Assert.True((await desk.SignAsync(ward, hospital.DeviceId, Answers("ok"), "", CancellationToken.None)).Done);
        Assert.Equal(DeviceState.InService, (await hospital.ReadAsync(id)).Device!.State);
    }

    internal static async Task<Guid> Approved(TestHospital hospital)
    {
        var id = await hospital.AskAsync();
        Assert.True((await hospital.Get<InterventionDesk>().ApproveAsync(await hospital.StaffAsync(hospital.Claire), await hospital.CommandAsync(id), CancellationToken.None)).Done);
        return id;
    }

    internal static async Task<Guid> Working(TestHospital hospital)
    {
        var id = await hospital.ApprovedAsync();
        var session = (await hospital.ConnectAsync(id)).Value!;
        await hospital.Get<SessionReports>().ReportAsync(new SessionReport { SessionId = session.Id.ToString("D"), State = nameof(SessionState.Active) }, "g");
        return id;
    }

    internal static async Task<Guid> Ended(TestHospital hospital)
    {
        var id = await Working(hospital);
        Assert.True((await hospital.Get<InterventionDesk>().RevokeAsync(await hospital.StaffAsync(hospital.Claire), id, "Fini pour aujourd’hui", CancellationToken.None)).Done);
        return id;
    }

    internal static Dictionary<string, CheckAnswer> Answers(string result) => Checklists.Of(DeviceFamily.Laboratory).ToDictionary(item => item, _ => new CheckAnswer(result, "4,2", ""));

    private static DueTimes DueTimesOf(TestHospital hospital) => hospital.Hosted<DueTimes>();
}
