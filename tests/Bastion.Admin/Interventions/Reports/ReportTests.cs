using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Interlock;
using Bastion.Admin.Interventions.Reports;
using Bastion.Admin.Tests.Interventions.Interlock;

namespace Bastion.Admin.Tests.Interventions.Reports;

/// <summary>I18 to I20 on the real store.</summary>
public sealed class ReportTests
{
    private static readonly Dictionary<string, string> Whole = new()
    {
        ["outcome"] = "solved", ["cause"] = "Réactif périmé", ["actions"] = "Journal lu, calibration refaite", ["dataTaken"] = "none", ["parts"] = "aucune", ["rollbackDone"] = "notNeeded",
        ["settingsChanged"] = "aucun", ["residue"] = "yes", ["performance"] = "nominal", ["conformity"] = "conform", ["assaysAffected"] = "Na, K", ["calibrationErased"] = "no", ["lisLinkTouched"] = "no",
    };

    [Fact]
    public async Task File_MissingFields_AreAllNamedAndNothingIsFiled()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await InterlockTests.Ended(hospital);
        var (denial, errors) = await File(hospital, id, new() { ["outcome"] = "solved", ["residue"] = "perhaps" });
        Assert.Null(denial);
        Assert.Contains(errors, error => error is { Field: "cause", Denial.Code: "field.required" });
        Assert.Contains(errors, error => error is { Field: "residue", Denial.Code: "field.invalid" });
        Assert.Contains(errors, error => error.Field == "assaysAffected");
        Assert.Equal(InterventionState.Ended, (await hospital.ReadAsync(id)).State);
    }

    [Fact]
    public async Task File_NoConnection_WantsTheCauseOnly()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await InterlockTests.Ended(hospital);
        Assert.Equal((null, 0), await Count(File(hospital, id, new() { ["outcome"] = "noConnection", ["cause"] = "Équipement éteint" })));
    }

    [Fact]
    public async Task Report_ReturnedOnceThenAccepted_ClosesOnlyWhenTheDeviceIsBack()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await InterlockTests.Ended(hospital);
        var claire = await hospital.StaffAsync(hospital.Claire);
        var desk = hospital.Get<ReportDesk>();
        Assert.Equal((null, 0), await Count(File(hospital, id, Whole)));
        Assert.True((await desk.ReturnAsync(claire, id, "Précisez les versions", CancellationToken.None)).Done);
        Assert.Equal(InterventionFacet.ReportReturned, Facets.Of(await hospital.ReadAsync(id), Standing.Of(await hospital.ReadAsync(id), hospital.Now), pending: false, hospital.Now));
        Assert.Equal((null, 0), await Count(File(hospital, id, Whole)));
        Assert.Equal("close.report", (await desk.CloseAsync(claire, id, CancellationToken.None)).Denial?.Code);
        Assert.True((await desk.AcceptAsync(claire, id, CancellationToken.None)).Done);
        Assert.Equal("close.return", (await desk.CloseAsync(claire, id, CancellationToken.None)).Denial?.Code);
        Assert.True((await hospital.Get<ReturnDesk>().SignAsync(claire, hospital.DeviceId, InterlockTests.Answers("ok"), "", CancellationToken.None)).Done);
        Assert.True((await desk.CloseAsync(claire, id, CancellationToken.None)).Done);
        var one = await hospital.ReadAsync(id);
        Assert.Equal((InterventionState.Closed, 2), (one.State, one.Reports.Count));
        Assert.All(one.Reports, report => Assert.Equal(32, report.FactsHash.Length));
    }

    [Fact]
    public async Task Critical_MarkedBeforeTheEnd_MakesItSoftUpToTheCap()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await InterlockTests.Working(hospital);
        var token = await hospital.SignInAsync(hospital.Sami);
        var acts = hospital.Get<TechnicianActs>();
        Assert.Null(await acts.MarkCriticalAsync(token, id.ToString(), "Écriture du micrologiciel", marked: true, CancellationToken.None));
        var end = (await hospital.ReadAsync(id)).NotAfter;
        hospital.Time.Advance(end - hospital.Now);
        var one = await hospital.ReadAsync(id);
        Assert.Equal(InterventionState.Open, Standing.Of(one, hospital.Now).State);
        Assert.Equal(InterventionFacet.Draining, Facets.Of(one, Standing.Of(one, hospital.Now), pending: false, hospital.Now));
        Assert.Equal("Draining", (await hospital.ConnectAsync(id)).Denial?.Facts["state"]);
        hospital.Time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromTicks(1));
        Assert.Equal(InterventionState.Open, Standing.Of(one, hospital.Now).State);
        hospital.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(new Standing(InterventionState.Ended, EndCause.DrainCapReached, end.AddMinutes(30)), Standing.Of(one, hospital.Now));
    }

    [Fact]
    public async Task AskedTime_NobodyAnswers_LapsesWithTheWindowAndCountsForNothing()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await InterlockTests.Working(hospital);
        Assert.Null(await hospital.Get<TechnicianActs>().AskTimeAsync(await hospital.SignInAsync(hospital.Sami), id.ToString(), 30, "Encore un essai", CancellationToken.None));
        var one = await hospital.ReadAsync(id);
        Assert.Equal(30, one.AskedMinutes);
        hospital.Time.Advance(one.NotAfter - hospital.Now);
        await hospital.Hosted<Bastion.Admin.Interventions.Leases.DueTimes>().RunOnceAsync(CancellationToken.None);
        Assert.Equal((InterventionState.Ended, one.NotAfter), ((await hospital.ReadAsync(id)).State, (await hospital.ReadAsync(id)).NotAfter));
        Assert.Contains("extension.lapsed", await hospital.JournalKindsAsync());
    }

    private static async Task<(string?, int)> Count(Task<(Denial? Denial, IReadOnlyList<(string, Denial)> Errors)> filing) => ((await filing).Denial?.Code, (await filing).Errors.Count);

    private static async Task<(Denial? Denial, IReadOnlyList<(string Field, Denial Denial)> Errors)> File(TestHospital hospital, Guid id, Dictionary<string, string> fields) =>
        await hospital.Get<ReportDesk>().FileAsync(await hospital.SignInAsync(hospital.Sami), id.ToString(), fields, CancellationToken.None);
}
