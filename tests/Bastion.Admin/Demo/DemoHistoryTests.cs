using Bastion.Admin.Demo;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Figures;
using Bastion.Admin.Tests.Rights;
using Bastion.Testing;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Tests.Demo;

/// <summary>The demo hospital of deploy/demo goes in whole, and its story is one that the product could have written.</summary>
public sealed class DemoHistoryTests
{
    [Fact]
    public async Task Seed_OfTheDemo_TellsItsStory()
    {
        await using var hospital = await TestHospital.OpenAsync(pumping: false, filled: false);
        using var directory = new TemporaryDirectory("demo-seed");
        var file = directory.Write("seed.json", await File.ReadAllTextAsync(Path.Combine(MatrixTests.RepositoryRoot(), "deploy", "demo", "hospital.json")));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await hospital.Get<DemoSeeding>().RunAsync(file, CancellationToken.None);

        var all = await hospital.Store.ReadAsync(db => Whole.Interventions(db).OrderBy(one => one.Number).ToListAsync());
        Assert.Equal(["Closed", "Closed", "Closed", "Refused", "Closed", "Lapsed", "Ended", "Requested", "Approved"], all.Select(one => one.State.ToString()));
        Assert.Equal("INT-2026-00031", all[0].Number);
        Assert.All(all, one => Assert.Equal(one.State, Standing.Of(one, hospital.Now).State));
        Assert.Equal(InterventionFacet.ReportOverdue, Facets.Of(all[6], Standing.Of(all[6], hospital.Now), pending: false, hospital.Now));
        Assert.Equal(InterventionFacet.AwaitingRelease, Facets.Of(all[8], Standing.Of(all[8], hospital.Now), pending: false, hospital.Now));

        var jeanne = await hospital.Store.ReadAsync(db => db.Staff.SingleAsync(one => one.Role == StaffRole.Auditor));
        var figures = await hospital.Get<FiguresReader>().ReadAsync(await hospital.StaffAsync(jeanne.Id), 365);
        Assert.Equal(1, figures.Figures.Single(one => one.Code == "emergencies").Value);
        Assert.Equal(1, figures.Figures.Single(one => one.Code == "reports.overdue").Value);
    }
}
