using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Rights.TwoPersons;
using Bastion.Admin.Vault;
using Bastion.Admin.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Tests.Rights;

/// <summary>Nobody alone makes staff, takes a factor over, or reads a secret (interventions.md 2.4, S2, S6, S10).</summary>
public sealed class TwoPersonsTests
{
    private static readonly StaffForm Accomplice = new("eve", "Eve", StaffRole.Engineer, Disciplines.Biomedical, [new ScopeForm(null, null, null, Criticality.A)]);

    [Fact]
    public async Task Staff_BeforeBootstrapIsClosed_AreMadeByOneAndAfterwardsByTwo()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var (anne, basile, irma) = await ClosedAsync(hospital, close: false);
        var people = hospital.Get<PeopleRegister>();
        Assert.False((await people.AddStaffAsync(anne, Accomplice with { Login = "first" }, CancellationToken.None)).Value!.Waits);
        await ActivateAsync(hospital, basile.StaffId);
        var asked = await people.AddStaffAsync(anne, Accomplice, CancellationToken.None);
        Assert.True(asked.Value!.Waits);
        Assert.False(await hospital.Store.ReadAsync(db => db.Accounts.AnyAsync(one => one.Login == "eve")));

        var desk = hospital.Get<ProposalDesk>();
        Assert.Equal("two_persons.same", (await desk.ConfirmAsync(anne, asked.Value.Id, CancellationToken.None)).Denial?.Code);
        Assert.Equal("act.not_allowed", (await desk.ConfirmAsync(await hospital.StaffAsync(hospital.Claire), asked.Value.Id, CancellationToken.None)).Denial?.Code);
        Assert.NotEmpty((await desk.ConfirmAsync(irma, asked.Value.Id, CancellationToken.None)).Value!);
        Assert.Equal("record.settled", (await desk.ConfirmAsync(basile, asked.Value.Id, CancellationToken.None)).Denial?.Code);
        Assert.Contains("bootstrap.closed", await hospital.JournalKindsAsync());
    }

    [Fact]
    public async Task NewEngineer_InTheFirstDay_DoesNotApprove()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var (anne, _, irma) = await ClosedAsync(hospital);
        var asked = await hospital.Get<PeopleRegister>().AddStaffAsync(anne, Accomplice, CancellationToken.None);
        await hospital.Get<ProposalDesk>().ConfirmAsync(irma, asked.Value!.Id, CancellationToken.None);
        var eve = await hospital.Store.ReadAsync(db => db.Staff.SingleAsync(one => one.Login == "eve"));
        await ActivateAsync(hospital, eve.Id);
        var id = await hospital.AskAsync(length: TimeSpan.FromHours(2), startsIn: TimeSpan.FromHours(26));
        var tooNew = await hospital.Get<InterventionDesk>().ApproveAsync(await ContextAsync(hospital, eve.Id), await hospital.CommandAsync(id), CancellationToken.None);
        Assert.Equal("decision.too_new", tooNew.Denial?.Code);
        hospital.Time.Advance(ProposalDesk.Quarantine);
        Assert.Null((await hospital.Get<InterventionDesk>().ApproveAsync(await ContextAsync(hospital, eve.Id), await hospital.CommandAsync(id), CancellationToken.None)).Denial);
    }

    [Fact]
    [Trait("ASVS", "6.4.4")]
    public async Task Relink_OfStaff_WaitsForASecondWhoIsNotItsSubject()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var (anne, basile, _) = await ClosedAsync(hospital);
        Assert.Equal("", (await hospital.Get<PeopleRegister>().RenewLinkAsync(anne, basile.StaffId, CancellationToken.None)).Value);
        var desk = hospital.Get<ProposalDesk>();
        var waiting = (await desk.ListAsync())[0];
        Assert.Equal("two_persons.same", (await desk.ConfirmAsync(basile, waiting.Id, CancellationToken.None)).Denial?.Code);
        Assert.Null(await desk.DismissAsync(basile, waiting.Id, CancellationToken.None));
        Assert.Equal(AccountState.Active, (await hospital.Store.ReadAsync(db => db.Accounts.SingleAsync(one => one.Id == basile.StaffId))).State);
    }

    [Fact]
    public async Task Secret_IsSeenByNobodyAlone_OnceAndInTheJournal()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var (anne, _, irma) = await ClosedAsync(hospital);
        var reveal = hospital.Get<CredentialReveal>();
        var claire = await hospital.StaffAsync(hospital.Claire);
        Assert.Equal("act.not_allowed", (await reveal.AskAsync(anne, hospital.EndpointId, "Panne du serveur de licences", CancellationToken.None)).Denial?.Code);
        Assert.Equal("reason.too_short", (await reveal.AskAsync(claire, hospital.EndpointId, "panne", CancellationToken.None)).Denial?.Code);
        var asked = (await reveal.AskAsync(claire, hospital.EndpointId, "Panne du serveur de licences", CancellationToken.None)).Value;
        Assert.Equal("two_persons.wait", (await reveal.ShowAsync(claire, asked, CancellationToken.None)).Denial?.Code);
        Assert.Null((await hospital.Get<ProposalDesk>().ConfirmAsync(irma, asked, CancellationToken.None)).Denial);
        Assert.Equal("record.unknown", (await reveal.ShowAsync(irma, asked, CancellationToken.None)).Denial?.Code);
        Assert.Equal(("service", TestHospital.DevicePassword), (await reveal.ShowAsync(claire, asked, CancellationToken.None)).Value);
        Assert.Equal("record.settled", (await reveal.ShowAsync(claire, asked, CancellationToken.None)).Denial?.Code);
        Assert.Contains("credential.revealed", await hospital.JournalKindsAsync());
        Assert.True((await hospital.Store.ReadAsync(db => db.Credentials.SingleAsync())).RotationDue);
    }

    private static async Task<(StaffContext Anne, StaffContext Basile, StaffContext Irma)> ClosedAsync(TestHospital hospital, bool close = true)
    {
        var people = hospital.Get<PeopleRegister>();
        var ids = await hospital.Store.WriteAsync(db =>
        {
            var staff = new[]
            {
                people.NewStaff(new StaffForm("anne", "Anne", StaffRole.Administrator, Disciplines.None, [])),
                people.NewStaff(new StaffForm("basile", "Basile", StaffRole.Administrator, Disciplines.None, [])),
                people.NewStaff(new StaffForm("irma", "Irma", StaffRole.Engineer, Disciplines.ItSecurity, [new ScopeForm(null, null, null, Criticality.A)])),
            };
            foreach (var one in staff)
                one.State = one.Login == "basile" && !close ? AccountState.Invited : AccountState.Active;
            db.Accounts.AddRange(staff);
            return Task.FromResult(staff.Select(one => one.Id).ToList());
        });
        return (await ContextAsync(hospital, ids[0]), await ContextAsync(hospital, ids[1]), await ContextAsync(hospital, ids[2]));
    }

    private static Task<AccountState> ActivateAsync(TestHospital hospital, Guid id) => hospital.Store.WriteAsync(async db => (await db.Accounts.SingleAsync(one => one.Id == id)).State = AccountState.Active);

    private static async Task<StaffContext> ContextAsync(TestHospital hospital, Guid id)
    {
        var staff = await hospital.Store.ReadAsync(db => db.Staff.SingleAsync(one => one.Id == id));
        return (await hospital.StaffAsync(id)) with { DecidesFrom = staff.DecidesFrom };
    }
}
