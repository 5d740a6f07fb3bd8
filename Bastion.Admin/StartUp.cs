using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vault;
using Bastion.Admin.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin;

/// <summary>Before anything listens: the database is brought to this version, the vault opened, and a first administrator can come in.</summary>
internal sealed class StartUp(AdminStore store, SecretVault vault, LeaseEpoch epoch, PeopleRegister people, Enrolments enrolments, AdminOptions options, TimeProvider time) : IHostedLifecycleService
{
    private const string FirstLogin = "admin";

    public async Task PrepareAsync()
    {
        await store.MigrateAsync();
        await vault.OpenAsync();
        await epoch.LoadAsync(store);
    }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync();
        if (await FirstLinkAsync() is { } link)
        {
            // The one secret that goes to the console: nobody can sign in without it, and it is good once.
            await Console.Out.WriteLineAsync($"Nobody administers {options.Hospital} yet. One-time enrolment link of the first administrator (login {FirstLogin}):\n{link}");
            await Console.Out.FlushAsync(cancellationToken);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>As long as no administrator ever enrolled, each start gives a new link and the earlier one is dead.</summary>
    private Task<string?> FirstLinkAsync() => store.WriteAsync(async db =>
    {
        var administrators = await db.Staff.Where(one => one.Role == StaffRole.Administrator).ToListAsync();
        if (administrators.Exists(one => one.State != AccountState.Invited || one.Login != FirstLogin))
            return null;
        var first = administrators.FirstOrDefault();
        if (first is null)
        {
            first = people.NewStaff(new StaffForm(FirstLogin, "Administrator", StaffRole.Administrator, Disciplines.None, []));
            db.Accounts.Add(first);
            Outbox.Write(db, time.GetUtcNow(), new Act("person.added", ActorRef.System) { SubjectId = first.Id, Facts = new Dictionary<string, string> { ["login"] = FirstLogin, ["role"] = nameof(StaffRole.Administrator) } });
        }

        return (string?)await enrolments.IssueAsync(db, first, null);
    });
}
