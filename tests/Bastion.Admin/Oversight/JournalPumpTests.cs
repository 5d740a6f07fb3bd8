using Bastion.Admin.Interventions;
using Bastion.Testing;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Tests.Oversight;

public sealed class JournalPumpTests
{
    [Fact]
    public async Task Pump_RecorderDiesBetweenDiskAndAnswer_EachEntryIsThereOnceAndInOrder()
    {
        await using var hospital = await TestHospital.OpenAsync(pumping: false);
        hospital.Journal.DiesAfterStoring = 3;
        await hospital.AskAsync(TimeSpan.FromHours(1));
        await hospital.PumpAsync();
        await Eventually.True(async () =>
        {
            hospital.Time.Advance(TimeSpan.FromSeconds(1));
            return !await hospital.Store.ReadAsync(db => db.Outbox.AnyAsync(entry => entry.AcknowledgedAt == null));
        }, "everything is acknowledged");
        Assert.True(hospital.Journal.Calls >= 4);
        Assert.Equal(await hospital.JournalKindsAsync(), hospital.Journal.Entries.Select(entry => entry.Kind));
    }

    [Fact]
    public async Task Approve_JournalSilent_IsPendingUntilItAnswersAndOpensNothingBefore()
    {
        await using var hospital = await TestHospital.OpenAsync(pumping: false);
        var id = await hospital.AskAsync();
        hospital.Journal.Answers = false;
        await hospital.PumpAsync();
        var approving = hospital.Get<InterventionDesk>().ApproveAsync(await hospital.StaffAsync(hospital.Claire), await hospital.CommandAsync(id), CancellationToken.None);
        await Eventually.True(() =>
        {
            hospital.Time.Advance(TimeSpan.FromSeconds(1));
            return approving.IsCompleted;
        }, "the approval answers");
        Assert.Equal(new ActDone(Pending: true), (await approving).Value);
        var sheet = await hospital.Get<InterventionReader>().GetAsync(await hospital.StaffAsync(hospital.Claire), id.ToString(), CancellationToken.None);
        Assert.Equal((InterventionFacet.Blocked, true), (sheet!.Row.Facet, sheet.Row.Pending));
        Assert.Equal("journal.behind", (await hospital.ConnectAsync(id)).Denial?.Code);

        hospital.Journal.Answers = true;
        await Eventually.True(async () =>
        {
            hospital.Time.Advance(TimeSpan.FromSeconds(1));
            return !await hospital.Store.ReadAsync(db => db.Outbox.AnyAsync(entry => entry.AcknowledgedAt == null));
        }, "the journal catches up");
        await hospital.ReleaseAsync(id);
        Assert.True((await hospital.ConnectAsync(id)).Done);
    }
}
