using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Emergencies;
using Bastion.Admin.Interventions.Reports;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Tests.Interventions.Emergencies;

/// <summary>AS19: an emergency of one on-call Engineer, and what it owes afterwards.</summary>
public sealed class EmergencyTests
{
    [Fact]
    public async Task Emergency_OneOnCall_OpensAndTheOpenerNeverReviews()
    {
        await using var hospital = await TestHospital.OpenAsync();
        await hospital.Store.WriteAsync(async db =>
        {
            (await db.Devices.SingleAsync()).Criticality = Criticality.A;
            (await db.Staff.SingleAsync(one => one.Id == hospital.Odile)).Disciplines = Disciplines.Biomedical | Disciplines.OnCall;
            return true;
        });
        // Saturday 28 November 2026, 03:05 in Paris.
        hospital.Time.Advance(new DateTimeOffset(2026, 11, 28, 2, 5, 0, TimeSpan.Zero) - hospital.Now);
        var asked = await hospital.TryAskAsync(urgent: true, controls: "sftpUp");
        Assert.Null(asked.Denial);
        var (claire, odile) = (await hospital.StaffAsync(hospital.Claire), await hospital.StaffAsync(hospital.Odile));
        var desk = hospital.Get<InterventionDesk>();
        Assert.Equal("OnCall", (await desk.ApproveAsync(claire, await hospital.CommandAsync(asked.Id), CancellationToken.None)).Denial?.Facts["step"]);
        Assert.True((await desk.ApproveAsync(odile, await hospital.CommandAsync(asked.Id), CancellationToken.None)).Done);
        var one = await hospital.ReadAsync(asked.Id);
        Assert.Equal((InterventionState.Approved, SessionControls.None), (one.State, one.GrantedControls & SessionControls.SftpUp));

        Assert.Equal("device.not_released", (await hospital.ConnectAsync(asked.Id)).Denial?.Code);
        await hospital.ReleaseAsync(asked.Id);
        Assert.True((await hospital.ConnectAsync(asked.Id)).Done);
        Assert.True((await desk.RevokeAsync(claire, asked.Id, "Réparé, merci", CancellationToken.None)).Done);
        // Monday 18:00 in Paris.
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 17, 0, 0, TimeSpan.Zero), (await hospital.ReadAsync(asked.Id)).ReviewDueAt);

        var reviews = hospital.Get<EmergencyDesk>();
        Assert.Equal("emergency.opener", (await reviews.ReviewAsync(odile, asked.Id, ReviewVerdict.Justified, "", CancellationToken.None)).Denial?.Code);
        Assert.Equal("reason.too_short", (await reviews.ReviewAsync(claire, asked.Id, ReviewVerdict.JustifiedWithRemarks, "", CancellationToken.None)).Denial?.Code);
        Assert.True((await reviews.ReviewAsync(claire, asked.Id, ReviewVerdict.JustifiedWithRemarks, "Appeler plus tôt", CancellationToken.None)).Done);
        Assert.Equal("emergency.reviewed", (await reviews.ReviewAsync(claire, asked.Id, ReviewVerdict.Justified, "", CancellationToken.None)).Denial?.Code);
        await hospital.Store.WriteAsync(async db =>
        {
            var late = await db.Interventions.SingleAsync(one => one.Id == asked.Id);
            late.State = InterventionState.Reported;
            db.Reports.Add(new Report { Id = Guid.NewGuid(), InterventionId = asked.Id, Number = 1, AcceptedAt = hospital.Now, SignedAt = hospital.Now });
            return true;
        });
        Assert.Equal("close.review", (await hospital.Get<ReportDesk>().CloseAsync(claire, asked.Id, CancellationToken.None)).Denial?.Code);
    }
}
