using System.Text.Json;
using Bastion.Hosting;

namespace Bastion.Appliance;

/// <summary>One installation, opened: its directory, what it is, and under which accounts its services run.</summary>
internal sealed class Installation
{
    private readonly Command command;
    private readonly TimeProvider time;

    private Installation(Command command, StateDirectory state, StateRecord record, Accounts accounts, TimeProvider time)
    {
        this.command = command;
        this.time = time;
        State = state;
        Record = record;
        Accounts = accounts;
        Certificates = new Certificates(state, record, accounts, time);
        Files = new ServiceFiles(state, record);
    }

    public StateDirectory State { get; }

    public StateRecord Record { get; }

    public Accounts Accounts { get; }

    public Certificates Certificates { get; }

    public ServiceFiles Files { get; }

    /// <exception cref="SettingsException">The command line and the state directory do not belong together, or accounts cannot be separate.</exception>
    public static Installation Open(Command command, TimeProvider time, Action<string> say)
    {
        var state = new StateDirectory(command.State);
        var before = File.Exists(state.RecordFile) ? SettingsFile.Read<StateRecord>("appliance", state.RecordFile) : null;
        RefuseOtherMode(command, before);
        var record = command.Describe(before);
        record.Validate();
        var accounts = ChooseAccounts(command, state, record, say);
        state.Create(accounts);
        if (record != before)
            AtomicFile.Write(state.RecordFile, JsonSerializer.Serialize(record, SettingsFile.Json) + "\n");
        return new Installation(command, state, record, accounts, time);
    }

    /// <summary>Makes keys, certificates and settings, then gives each service what is its own.</summary>
    public void Prepare()
    {
        new KeyMaker(State).MakeMissing();
        Certificates.Renew();
        Files.Write();
        foreach (var plane in Enum.GetValues<Plane>())
        {
            Accounts.LendTop(State.Service(plane), plane);
            Accounts.LendTop(State.SettingsFile(plane), plane);
            foreach (var directory in StateDirectory.Read(plane))
                Accounts.Lend(State.In(plane, directory), plane);
            foreach (var directory in StateDirectory.Written(plane))
                Accounts.Give(State.In(plane, directory), plane);
        }
    }

    public ServiceCommand CommandFor(Plane plane, params IReadOnlyList<string> words) =>
        new(plane, ServicePrograms.Find(plane, command.Services), [State.SettingsFile(plane), .. words], Accounts, State, Record.Zone);

    public Readiness Readiness() => new(Certificates.Probe(), time);

    private static void RefuseOtherMode(Command command, StateRecord? before)
    {
        if (before is null || command.Demo == (before.Mode == ApplianceMode.Demo))
            return;
        throw new SettingsException("appliance", [before.Mode == ApplianceMode.Demo
            ? $"state: '{command.State}' was made with --demo, its people have published passwords; make another for real use, or say --demo"
            : $"--demo: '{command.State}' is a real installation; demo people cannot come into it"]);
    }

    private static Accounts ChooseAccounts(Command command, StateDirectory state, StateRecord record, Action<string> say)
    {
        if (!Posix.IsRoot || command.SameAccount)
            return Accounts.Own;
        var closed = Reach.ClosedOnTheWayTo(state.Path) ?? Reach.ClosedToOthers(ServicePrograms.DotnetRoot + "/dotnet");
        foreach (var plane in Enum.GetValues<Plane>())
            closed ??= Reach.ClosedToOthers(ServicePrograms.Find(plane, command.Services));
        if (closed is null)
            return Accounts.OnePerService;
        if (record.Mode == ApplianceMode.Production)
            throw new SettingsException("appliance", [$"accounts: the services' own accounts cannot pass '{closed}'; put state and programs where they can, or say --same-account"]);
        say($"One account for all three services: their own cannot pass '{closed}'.");
        return Accounts.Own;
    }
}
