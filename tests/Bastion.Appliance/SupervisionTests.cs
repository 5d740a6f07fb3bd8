using Bastion.Hosting;
using Bastion.Testing;

namespace Bastion.Appliance.Tests;

public sealed class SupervisionTests
{
    private static readonly Plane[] Planes = Enum.GetValues<Plane>();

    [Fact]
    public async Task Appliance_Terminated_EndsItsThreeServicesAndNothingElse()
    {
        using var standIn = new StandIn();
        await using var bystander = ChildProcess.Start("sleep", ["600"]);
        await using var appliance = Start(standIn);
        await AllStarted(standIn);

        appliance.Signal(PosixSignals.Terminate);

        Assert.Equal(0, await appliance.Exited.Within("the appliance to end"));
        Assert.All(Planes, plane => Assert.Null(ServiceProcess.Identify(standIn.Starts(plane)[0].Process)));
        Assert.All(Planes, plane => Assert.False(File.Exists(standIn.State.ProcessFile(plane))));
        Assert.False(bystander.HasExited);
    }

    [Fact]
    public async Task Appliance_ServiceKilled_StartsItAgain()
    {
        using var standIn = new StandIn();
        await using var appliance = Start(standIn);
        await AllStarted(standIn);

        Posix.Signal(standIn.Starts(Plane.Recorder)[0].Process, Posix.Kill);

        await Eventually.True(() => standIn.Starts(Plane.Recorder).Count == 2, "a second start of the recorder");
        Assert.Single(standIn.Starts(Plane.Admin));
        Assert.Contains("recorder: ended with code 137", appliance.Output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Appliance_KilledItself_TakesUpWhatItLeftRunning()
    {
        using var standIn = new StandIn();
        await using (var first = Start(standIn))
        {
            await AllStarted(standIn);
            first.Kill();
            await first.Exited.Within("the appliance to be gone");
        }
        var left = standIn.Starts(Plane.Gateway)[0].Process;
        Assert.NotNull(ServiceProcess.Identify(left));

        await using var second = Start(standIn);
        await Eventually.True(() => Planes.All(p => standIn.Starts(p).Count == 2), "second starts");

        Assert.Null(ServiceProcess.Identify(left));
    }

    [Fact]
    public async Task Appliance_ServiceRefusesItsSettings_EndsAndSaysWhere()
    {
        using var standIn = new StandIn("echo 'listen: is missing' >&2; exit 2");
        await using var appliance = Start(standIn);

        Assert.Equal(2, await appliance.Exited.Within("the appliance to give up"));
        Assert.Contains("refused its settings", appliance.Output.Text, StringComparison.Ordinal);
        Assert.Contains("listen: is missing", await File.ReadAllTextAsync(Path.Combine(standIn.State.Logs, "admin.out")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Appliance_StartedByRoot_GivesEachServiceAnAccountThatReadsItsOwnSecretsOnly()
    {
        // Each script tries to read the secrets of all three and writes down which it could.
        using var standIn = new StandIn("""
            for f in gateway/tls/key.pem admin/tls/key.pem recorder/tls/key.pem admin/keys/master.key recorder/keys/input.key keys/authority.key; do
                cat "$HOME/../$f" >/dev/null 2>&1 && echo "$f" >>"$HOME/logs/read"
            done
            echo changed 2>/dev/null >>"$1" && echo settings-written >>"$HOME/logs/read"
            : >"$HOME/logs/done"
            exec sleep 600
            """);
        await using var appliance = Start(standIn);
        await Eventually.True(() => Planes.All(p => File.Exists(standIn.State.In(p, "logs", "done"))), "what each could read");
        appliance.Signal(PosixSignals.Terminate);
        await appliance.Exited.Within("the appliance to end");

        if (Posix.IsRoot)
        {
            Assert.Equal([61101, 61102, 61103], Planes.Select(p => standIn.Starts(p)[0].User));
            Assert.Equal(["gateway/tls/key.pem"], ReadBy(standIn, Plane.Gateway));
            Assert.Equal(["admin/tls/key.pem", "admin/keys/master.key"], ReadBy(standIn, Plane.Admin));
            Assert.Equal(["recorder/tls/key.pem", "recorder/keys/input.key"], ReadBy(standIn, Plane.Recorder));
        }
        else
        {
            Assert.Single(Planes.Select(p => standIn.Starts(p)[0].User).Distinct());
        }
    }

    private static string[] ReadBy(StandIn standIn, Plane plane)
    {
        var file = standIn.State.In(plane, "logs", "read");
        return File.Exists(file) ? File.ReadAllLines(file) : [];
    }

    private static ChildProcess Start(StandIn standIn) => ChildProcess.Start(
        Path.Combine(AppContext.BaseDirectory, "Bastion.Appliance"),
        ["run", "--state", standIn.State.Path, "--services", standIn.At("services"), "--hospital", "Test"],
        new Dictionary<string, string?> { ["DOTNET_ROOT"] = ServicePrograms.DotnetRoot });

    private static Task AllStarted(StandIn standIn) =>
        Eventually.True(() => Planes.All(p => standIn.Starts(p).Count > 0 && File.Exists(standIn.State.ProcessFile(p))), "the start of all three");
}
