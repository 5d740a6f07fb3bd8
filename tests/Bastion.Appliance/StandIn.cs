using System.Globalization;
using Bastion.Hosting;
using Bastion.Testing;

namespace Bastion.Appliance.Tests;

/// <summary>An installation whose three services are shell scripts, in a directory that every account can enter.</summary>
internal sealed class StandIn : IDisposable
{
    private const UnixFileMode Program = (UnixFileMode)0x1ED;
    private readonly TemporaryDirectory directory = new("appliance", open: true);

    /// <param name="body">What each script does after writing down that it started; $1 is its settings file.</param>
    public StandIn(string body = "exec sleep 600")
    {
        foreach (var plane in Enum.GetValues<Plane>())
        {
            var name = "Bastion." + plane;
            directory.Write($"services/{name}/{name}", $"""
                #!/bin/sh
                echo "$$ $(id -u)" >>"$HOME/logs/starts"
                {body}

                """, Program);
        }
        foreach (var folder in (string[])["services", "services/Bastion.Gateway", "services/Bastion.Admin", "services/Bastion.Recorder"])
            File.SetUnixFileMode(directory.At(folder), Program);
        State = new StateDirectory(directory.At("state"));
    }

    public StateDirectory State { get; }

    public Command Command(string verb, params string[] more) =>
        Appliance.Command.Parse([verb, "--state", State.Path, "--services", directory.At("services"), "--hospital", "Test", .. more]);

    public Installation Open(string verb = "prepare", params string[] more) => Installation.Open(Command(verb, more), TimeProvider.System, _ => { });

    /// <summary>(process, user) of each start of a service so far.</summary>
    public IReadOnlyList<(int Process, int User)> Starts(Plane plane)
    {
        var file = State.In(plane, "logs", "starts");
        return File.Exists(file)
            ? [.. File.ReadAllLines(file).Select(l => l.Split(' ')).Select(p => (int.Parse(p[0], CultureInfo.InvariantCulture), int.Parse(p[1], CultureInfo.InvariantCulture)))]
            : [];
    }

    public string At(string name) => directory.At(name);

    public void Dispose() => directory.Dispose();
}
