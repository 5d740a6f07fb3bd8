using Bastion.Admin;
using Bastion.Admin.Files;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Interlock;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Interventions.Supervising;
using Bastion.Admin.Vendors;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.Hospitals;

/// <summary>What the staff pages do for one member of the staff, without the pages.</summary>
public sealed class HospitalStaff
{
    private readonly IServiceProvider services;
    private readonly StaffContext who;

    private HospitalStaff(IServiceProvider services, StaffContext who)
    {
        this.services = services;
        this.who = who;
    }

    private InterventionDesk Desk => services.GetRequiredService<InterventionDesk>();

    public static async Task<HospitalStaff> SignIn(IServiceProvider admin, HospitalPerson person, string code)
    {
        var source = SignInSource.Of("127.0.0.1", "staff", "test");
        var door = admin.GetRequiredService<StaffSignIn>();
        var attempt = await door.BeginAsync(person.Login, person.Password, source, CancellationToken.None);
        var signedIn = await door.FinishAsync(attempt, code, source, CancellationToken.None);
        return signedIn.Done ? new HospitalStaff(admin, signedIn.Value.Staff) : throw new InvalidOperationException($"{person.Login} was refused: {signedIn.Denial}");
    }

    /// <summary>Approves as asked.</summary>
    /// <param name="intervention">Its id or number.</param>
    /// <param name="modes">How files pass, words of the contract; empty: uploads go straight to the device.</param>
    public async Task Approve(string intervention, params string[] modes)
    {
        var sheet = await services.GetRequiredService<InterventionReader>().GetAsync(who, intervention, CancellationToken.None)
            ?? throw new InvalidOperationException($"{intervention} is not there for {who.Login}.");
        var chosen = ControlWords.Read(modes.Length == 0 ? ["uploadsFree"] : modes.Where(one => one.Length > 0)) ?? throw new ArgumentException("No such mode.", nameof(modes));
        var controls = sheet.AskedControls | (chosen & ControlWords.ModesFor(sheet.AskedControls, sheet.Row.Criticality));
        var command = new ApproveCommand(sheet.Row.Id, sheet.RequestVersion, sheet.DeviceVersion, sheet.AskedNotBefore, sheet.AskedNotAfter, controls, "", "shown");
        Done(await Desk.ApproveAsync(who, command, CancellationToken.None));
    }

    /// <summary>What waits for an Engineer: number and path.</summary>
    public async Task<IReadOnlyList<(int Number, string Path, string State)>> HeldFiles() =>
        [.. (await services.GetRequiredService<HeldDesk>().ListAsync(who)).Select(file => (file.Number, file.Path, file.State.ToString()))];

    public async Task ReleaseFile(int number) => Done(await services.GetRequiredService<HeldDesk>().ReleaseAsync(who, await FileId(number), CancellationToken.None));

    public async Task RefuseFile(int number, string reason) => Done(await services.GetRequiredService<HeldDesk>().RefuseAsync(who, await FileId(number), reason, CancellationToken.None));

    public async Task Refuse(string intervention, string reason) => Done(await Desk.RefuseAsync(who, Id(intervention), reason, CancellationToken.None));

    public async Task Revoke(string intervention, string reason = "Stopped by the test") => Done(await Desk.RevokeAsync(who, Id(intervention), reason, CancellationToken.None));

    public async Task Freeze(string intervention, string reason = "Frozen by the test") => Done(await Desk.FreezeAsync(who, Id(intervention), reason, CancellationToken.None));

    public async Task Resume(string intervention) => Done(await Desk.ResumeAsync(who, Id(intervention), CancellationToken.None));

    public async Task Extend(string intervention, int minutes) => Done(await Desk.ExtendAsync(who, Id(intervention), minutes, "More time for the test", CancellationToken.None));

    public async Task Release(string intervention, string onWordOf) =>
        Done(await services.GetRequiredService<ReleaseDesk>().ReleaseAsync(who, Id(intervention), new ReleaseCommand(onWordOf, NoPatient: true), CancellationToken.None));

    /// <summary>The clinical state of the intervention's device.</summary>
    public async Task<string> DeviceState(string intervention) =>
        (await services.GetRequiredService<InterventionReader>().GetAsync(who, intervention, CancellationToken.None))!.DeviceState.ToString();

    /// <summary>The live page of this session is visible now.</summary>
    public Task Watch(string session) => services.GetRequiredService<Supervisors>().BeatAsync(who, Id(session), tapped: true, CancellationToken.None);

    public async Task<string?> LiveSession(string intervention) =>
        (await services.GetRequiredService<InterventionReader>().GetAsync(who, intervention, CancellationToken.None))!.Sessions.FirstOrDefault(line => line.State != SessionState.Ended)?.Id.ToString("D");

    public async Task Notify(string intervention, string text) => Done(await Desk.NotifyAsync(who, Id(intervention), text, CancellationToken.None));

    /// <summary>Takes the access of a technician away.</summary>
    public async Task Disable(string login, string reason)
    {
        var people = services.GetRequiredService<PeopleRegister>();
        var person = (await people.TechniciansAsync()).Single(one => one.Login == login);
        var outcome = await people.DisableAsync(who, person.Id, reason, CancellationToken.None);
        if (!outcome.Done)
        {
            throw new InvalidOperationException($"Not done: {outcome.Denial}");
        }
    }

    private async Task<Guid> FileId(int number) => (await services.GetRequiredService<HeldDesk>().ListAsync(who)).Single(file => file.Number == number).Id;

    private static Guid Id(string intervention) => Guid.ParseExact(intervention, "D");

    private static void Done(Outcome<ActDone> outcome)
    {
        if (!outcome.Done)
        {
            throw new InvalidOperationException($"Not done: {outcome.Denial}");
        }
    }
}
