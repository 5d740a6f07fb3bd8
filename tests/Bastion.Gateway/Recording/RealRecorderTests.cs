using Bastion.Gateway.Sessions;
using Bastion.Gateway.Tests.Peers;
using Bastion.Testing;

namespace Bastion.Gateway.Tests.Recording;

/// <summary>The tap against the real Recorder: real socket, real disk.</summary>
[Collection("one at a time")]
public sealed class RealRecorderTests
{
    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task Session_WithBulkBothWays_ArrivesWholeAndIsSealed()
    {
        await using var device = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device, realRecorder: true);
        await using var ssh = OpenSshClient.Start(gateway.Technician("cat"));
        var sent = new byte[5_000_000];
        Random.Shared.NextBytes(sent);
        await gateway.LiveAsync();

        ssh.Type(sent);
        ssh.CloseInput();

        Assert.Equal(0, await ssh.Exited.Within("ssh ends"));
        Assert.True(sent.AsSpan().SequenceEqual(ssh.Received.ToArray()));
        await Eventually.True(() => gateway.Evidence!.Sealed == 1 && gateway.Sessions.Count == 0, "the recording is sealed");
    }

    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task Recorder_Stopped_EndsIdleAndBusySessions()
    {
        await using var device = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device, realRecorder: true);
        await using var busy = OpenSshClient.Start(gateway.Technician("while :; do echo tick; done"));
        await using var idle = OpenSshClient.Start(gateway.Technician());
        await idle.Received.WaitFor("This session is recorded");
        await busy.Received.WaitFor("tick");
        await Eventually.True(() => gateway.Sessions.Live.Count(s => s.Current.State == SessionState.Active) == 2, "both are live");
        var sessions = gateway.Sessions.Live.ToArray();

        await gateway.Evidence!.StopAsync();
        await Task.WhenAll(sessions.Select(s => s.Ended)).Within("both are over");

        Assert.All(sessions, s => Assert.Equal(SessionEndReason.RecorderLost, s.Current.End!.Reason));
    }
}
