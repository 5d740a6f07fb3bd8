using Bastion.Admin.Contracts;
using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker.Terminals;
using Bastion.Gateway.Tests.Peers;
using Bastion.Recorder.Contracts;
using Bastion.Testing;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.Gateway.Tests.SshBroker;

/// <summary>Each refusal is its own sentence on the technician's error stream, then an orderly close.</summary>
[Collection("one at a time")]
public sealed class RefusalTests
{
    [PeerFact("ssh")]
    public async Task Opening_RefusedByAdmin_IsToldWithItsFacts()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        gateway.Admin.RefuseOpening = new Refusal { Code = "window.not_yet", Facts = { ["at"] = "2026-11-24T13:00:00Z" } };

        await AssertToldAsync(gateway, "Your window opens on");
        Assert.Equal(0, gateway.Admin.LeaseCount);
    }

    [PeerFact("ssh")]
    public async Task Device_Unreachable_IsToldAndSealed()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();

        await AssertToldAsync(gateway, "The device does not answer");
        Assert.Equal([nameof(SessionEndReason.DeviceUnreachable)], gateway.Recorder.Seals);
    }

    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task Device_WithAnotherKey_IsNotGivenThePassword()
    {
        await using var device = await SshDevice.Start();
        await using var other = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device);
        gateway.Admin.WrongPin = other.HostKey.PublicBlob;

        await AssertToldAsync(gateway, "fingerprint has changed");
        Assert.Equal(["DevicePinChanged"], gateway.Recorder.Seals);
        Assert.DoesNotContain("password", device.Log.Text, StringComparison.OrdinalIgnoreCase);
    }

    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task Device_RefusingTheAccount_IsTold()
    {
        await using var device = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device);
        gateway.Admin.WrongDevicePassword = "not this one";

        await AssertToldAsync(gateway, "refused the hospital's account");
        Assert.Equal(["DeviceRefused"], gateway.Recorder.Seals);
    }

    [PeerFact("ssh")]
    public async Task Recorder_Refusing_NothingIsDialled()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        gateway.Recorder.RefuseOpening = StatusCode.Unavailable;
        await AssertToldAsync(gateway, "nothing passes without being recorded");

        gateway.Recorder.RefuseOpening = StatusCode.ResourceExhausted;
        await AssertToldAsync(gateway, "no room for a new session");

        gateway.Recorder.RefuseOpening = null;
        gateway.Recorder.WrongSignature = true;
        await AssertToldAsync(gateway, "could not be proved");
        Assert.DoesNotContain("ReleaseCredential", gateway.Admin.Calls);
    }

    [PeerFact("ssh")]
    public async Task Notice_NotAccepted_IsSentToThePortal()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        gateway.Admin.NoticeDue = 3;

        await AssertToldAsync(gateway, "Sign in to the portal");
    }

    [PeerFact("ssh")]
    public async Task Admin_Away_IsNoWrongPassword()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        gateway.Admin.Down = true;
        await using var ssh = OpenSshClient.Start(gateway.Technician("true"));

        Assert.Equal(255, await ssh.Exited.Within("ssh ends"));
        Assert.Contains("control service does not answer", ssh.Errors.Text);
    }

    [PeerFact("ssh")]
    public async Task Command_WithoutADevice_IsToldToNameOne()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var ssh = OpenSshClient.Start(gateway.Technician("true", StubAdmin.Login));

        Assert.Equal(1, await ssh.Exited.Within("ssh ends"));
        Assert.Contains("Say which device", ssh.Errors.Text);
    }

    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task Shell_WithoutADevice_ShowsTheMenuAndOpensWhatIsChosen()
    {
        await using var device = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device);
        gateway.Admin.Menu.Lines.Add(new OpenLine { DeviceName = "ANA-01", DeviceLabel = "Analyser", DeviceId = "d", InterventionId = "i", InterventionNumber = "INT-2026-00043" });
        await using var ssh = OpenSshClient.Start(gateway.Technician(user: StubAdmin.Login));
        await ssh.Received.WaitFor("Number");

        ssh.Type("1\r");
        await ssh.Received.WaitFor("This session is recorded");
        ssh.Type("echo $((40+2))\nexit 4\n");

        await ssh.Received.WaitFor("42");
        Assert.Equal(4, await ssh.Exited.Within("ssh ends"));
    }

    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task Forwarding_IsRefusedJournaledAndTheSessionGoesOn()
    {
        await using var device = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device);
        await using var ssh = OpenSshClient.Start(gateway.Technician("echo done") with { Arguments = ["-A", "-R", "0:127.0.0.1:22"] });

        Assert.Equal(0, await ssh.Exited.Within("ssh ends"));

        Assert.Equal("done\n", ssh.Received.Text);
        await Eventually.True(() => gateway.Recorder.Journal.Any(e => e.Kind == "control.refused" && e.Facts["name"] == "forwarding"), "it is journaled");
        Assert.DoesNotContain("tcpip-forward", device.Log.Text);
    }

    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task Control_NotGranted_IsToldAndNeverReachesTheDevice()
    {
        await using var device = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device);
        gateway.Admin.Controls = new LeaseControls { Shell = true };
        await using var ssh = OpenSshClient.Start(gateway.Technician("touch forbidden"));

        Assert.Equal(1, await ssh.Exited.Within("ssh ends"));

        Assert.Contains("Running a command is not granted", ssh.Errors.Text);
        Assert.False(File.Exists(Path.Combine(device.Home, "forbidden")));
        await Eventually.True(() => gateway.Recorder.Journal.Any(e => e.Kind == "control.refused" && e.Facts["name"] == "exec"), "it is journaled");
        Assert.Contains("\"kind\":\"refused\"", gateway.Recorder.Events);
    }

    [PeerFact("/usr/sbin/sshd", "unshare")]
    public async Task WebTerminal_EntersTheSameRelay()
    {
        await using var device = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device);
        var opening = await gateway.Services.GetRequiredService<ITerminalBroker>().OpenAsync(
            new TerminalRequest("token", "ANA-01", "", "127.0.0.1", "Firefox", "en", 120, 40), CancellationToken.None);
        var terminal = opening.Terminal!;
        await terminal.TypeAsync("stty size; exit\n"u8.ToArray(), CancellationToken.None);

        var screen = "";
        TerminalEvent last;
        while ((last = await terminal.ReadAsync(CancellationToken.None)) is not TerminalEnded)
            if (last is TerminalOutput output)
                screen += System.Text.Encoding.UTF8.GetString(output.Bytes.Span);
        await terminal.DisposeAsync();

        Assert.Contains("40 120", screen);
        Assert.Equal(SessionEndReason.TechnicianClosed, ((TerminalEnded)last).Reason);
        Assert.Equal(gateway.Recorder.Text(Track.Output), screen);
        Assert.Equal(["TechnicianClosed"], gateway.Recorder.Seals);
    }

    private static async Task AssertToldAsync(GatewayUnderTest gateway, string sentence)
    {
        await using var ssh = OpenSshClient.Start(gateway.Technician("true"));
        Assert.Equal(1, await ssh.Exited.Within("ssh ends"));
        Assert.Contains(sentence, ssh.Errors.Text);
        await Eventually.True(() => gateway.Sessions.Count == 0, "no session is left");
    }
}
