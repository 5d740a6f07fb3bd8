using Bastion.Admin.Contracts;
using Bastion.Gateway.Sessions;
using Bastion.Gateway.Tests.Peers;
using Bastion.Recorder.Contracts;
using Bastion.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Bastion.Gateway.Tests.SshBroker;

/// <summary>What the hospital does to a running session, and what the clock does, with a real client and a real device.</summary>
[Collection("one at a time")]
public sealed class SessionActsTests
{
    private const string Flood = "while :; do echo tick; done";

    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task WindowEnd_CutsAFloodAndWhatArrivedIsAPrefixOfTheRecording()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var device = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device, time);
        gateway.Admin.LeaseLife = TimeSpan.FromDays(1);
        gateway.Admin.Controls.IdleMillis = 0;
        await using var ssh = OpenSshClient.Start(gateway.Technician(Flood));
        await ssh.Received.WaitFor("tick\ntick\n");
        var session = await gateway.LiveAsync();

        time.Advance(TimeSpan.FromMinutes(120) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(SessionState.Active, session.Current.State);
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(255, await ssh.Exited.Within("ssh ends"));
        await session.Ended.Within("the session is over");
        Assert.Contains("The window is over", ssh.Errors.Text);
        Assert.Equal(["WindowEnded"], gateway.Recorder.Seals);
        AssertPrefix(gateway, ssh);
        Assert.InRange(session.Clock.Overrun, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task Notices_AreRecordedLinesInAShellAndNotInACommand()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var device = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device, time);
        gateway.Admin.LeaseLife = TimeSpan.FromDays(1);
        gateway.Admin.Controls.IdleMillis = 0;
        await using var shell = OpenSshClient.Start(gateway.Technician());
        await using var command = OpenSshClient.Start(gateway.Technician("cat"));
        await shell.Received.WaitFor("This session is recorded");
        await Eventually.True(() => gateway.Sessions.Live.Count(s => s.Current.State == SessionState.Active) == 2, "both are live");

        time.Advance(TimeSpan.FromMinutes(105));
        await shell.Received.WaitFor("15 min left");
        time.Advance(TimeSpan.FromMinutes(14));
        await shell.Received.WaitFor("1 min left");

        Assert.DoesNotContain("left", command.Received.Text);
        Assert.Contains("15 min left", gateway.Recorder.Text(Track.Output));
    }

    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task Freeze_DiscardsTypedInputKeepsOutputAndResumeIsToldFirst()
    {
        await using var device = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device);
        await using var ssh = OpenSshClient.Start(gateway.Technician());
        await ssh.Received.WaitFor("This session is recorded");
        ssh.Type("(n=0; while [ $n -lt 1000000 ]; do n=$((n+1)); echo run$n; sleep 0.05; done) & echo started\n");
        await ssh.Received.WaitFor("run3");
        var session = await gateway.LiveAsync();

        await gateway.Admin.AcknowledgedAsync(new AdminOrder { Freeze = new Freeze { SessionId = session.Id, Cause = "Staff", Text = "Patient in the room", By = "Claire Aubanel" } });
        await ssh.Received.WaitFor("Patient in the room");
        Assert.Equal(SessionState.Frozen, session.Current.State);
        ssh.Type("touch forbidden\n");
        var length = ssh.Received.Length;
        await ssh.Received.WaitForLength(length + 100);
        await gateway.Admin.AcknowledgedAsync(new AdminOrder { Resume = new Resume { SessionId = session.Id, Cause = "Staff", By = "Claire Aubanel" } });
        await ssh.Received.WaitFor("live again");
        ssh.Type("touch allowed\n");

        await Eventually.True(() => File.Exists(Path.Combine(device.Home, "allowed")), "input is live again");
        Assert.False(File.Exists(Path.Combine(device.Home, "forbidden")));
        Assert.DoesNotContain("forbidden", gateway.Recorder.Text(Track.Input));
        Assert.Contains("\"kind\":\"frozen\"", gateway.Recorder.Events);
        Assert.Contains("\"kind\":\"resumed\"", gateway.Recorder.Events);
        AssertPrefix(gateway, ssh);
        await Eventually.True(() => gateway.Recorder.Journal.Any(e => e.Kind == "session.resumed"), "both are journaled");
    }

    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task Freeze_HoldsAByteStreamAndLosesNothingOfIt()
    {
        await using var device = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device);
        await using var ssh = OpenSshClient.Start(gateway.Technician("cat > taken"));
        var taken = Path.Combine(device.Home, "taken");
        var session = await gateway.LiveAsync();
        ssh.Type("before\n");
        await Eventually.True(() => File.Exists(taken) && File.ReadAllText(taken) == "before\n", "it arrives");

        await gateway.Admin.AcknowledgedAsync(new AdminOrder { Freeze = new Freeze { SessionId = session.Id, Cause = "Staff" } });
        var sent = new byte[400_000];
        Random.Shared.NextBytes(sent);
        ssh.Type(sent);
        ssh.CloseInput();
        await Task.Yield();
        Assert.Equal("before\n", await File.ReadAllTextAsync(taken));
        await gateway.Admin.AcknowledgedAsync(new AdminOrder { Resume = new Resume { SessionId = session.Id, Cause = "Staff" } });

        Assert.Equal(0, await ssh.Exited.Within("ssh ends"));
        Assert.True(File.ReadAllBytes(taken).AsSpan("before\n".Length).SequenceEqual(sent));
    }

    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task Stop_CutsAFloodAndSaysHowLongTheLastByteTook()
    {
        await using var device = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device);
        await using var ssh = OpenSshClient.Start(gateway.Technician(Flood));
        await ssh.Received.WaitFor("tick\ntick\n");
        var session = await gateway.LiveAsync();

        var report = await gateway.Admin.AcknowledgedAsync(new AdminOrder { End = new End { SessionId = session.Id, Reason = "StaffRevoked", Text = "Wrong device", By = "Claire Aubanel" } });

        Assert.Equal(("Ended", "StaffRevoked"), (report.State, report.EndReason));
        Assert.InRange(report.LastByteMicros, 0, 5_000_000);
        Assert.Equal(255, await ssh.Exited.Within("ssh ends"));
        Assert.Contains("Wrong device", ssh.Errors.Text);
        Assert.Equal(["StaffRevoked"], gateway.Recorder.Seals);
        AssertPrefix(gateway, ssh);
    }

    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task Recorder_Silent_NothingIsDeliveredAndTheSessionEnds()
    {
        await using var device = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device);
        await using var ssh = OpenSshClient.Start(gateway.Technician(Flood));
        await ssh.Received.WaitFor("tick\ntick\n");
        var session = await gateway.LiveAsync();

        gateway.Recorder.Silent = true;
        await gateway.LiveAsync(SessionState.Frozen);
        await session.Ended.Within("the session is over");

        Assert.Equal(SessionEndReason.RecorderLost, session.Current.End!.Reason);
        AssertPrefix(gateway, ssh);
    }

    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task Recorder_SilentForAMoment_SessionGoesOn()
    {
        await using var device = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device);
        await using var ssh = OpenSshClient.Start(gateway.Technician());
        await ssh.Received.WaitFor("This session is recorded");
        var session = await gateway.LiveAsync();

        gateway.Recorder.Silent = true;
        await gateway.LiveAsync(SessionState.Frozen);
        gateway.Recorder.Silent = false;
        await Eventually.True(() => session.Current.State == SessionState.Active, "it goes on");
        await ssh.Received.WaitFor("live again");
        for (var attempt = 1; ; attempt++)
        {
            ssh.Type("echo $((40+2))\n");
            try
            {
                await ssh.Received.WaitFor("42", TimeSpan.FromSeconds(15));
                return;
            }
            catch (TimeoutException) when (attempt < 5)
            {
                // On a starved machine Recorder is late again by itself, and what is typed into a frozen session is dropped: typed again, like a person.
            }
        }
    }

    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task Recorder_ReportsAFailure_SessionEndsAtOnce()
    {
        await using var device = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device);
        await using var ssh = OpenSshClient.Start(gateway.Technician(Flood));
        await ssh.Received.WaitFor("tick\ntick\n");
        var session = await gateway.LiveAsync();

        gateway.Recorder.FailAll("storage");

        await session.Ended.Within("the session is over");
        Assert.Equal(SessionEndReason.RecorderLost, session.Current.End!.Reason);
        AssertPrefix(gateway, ssh);
    }

    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task GatewayStop_EndsSessionsWithTheirOwnWordAndSealsThem()
    {
        await using var device = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device);
        await using var ssh = OpenSshClient.Start(gateway.Technician());
        await ssh.Received.WaitFor("This session is recorded");
        await gateway.LiveAsync();

        await gateway.StopAsync();

        Assert.Equal(["GatewayStopping"], gateway.Recorder.Seals);
        Assert.Equal(255, await ssh.Exited.Within("ssh ends"));
    }

    private static void AssertPrefix(GatewayUnderTest gateway, OpenSshClient ssh)
    {
        var received = ssh.Received.ToArray();
        var recorded = gateway.Recorder.Bytes(Track.Output);
        Assert.True(received.Length <= recorded.Length, $"{received.Length} received, {recorded.Length} recorded");
        Assert.True(received.AsSpan().SequenceEqual(recorded.AsSpan(0, received.Length)));
    }
}
