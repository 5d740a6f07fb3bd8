using Bastion.Testing;

namespace Bastion.SystemTests.Promises;

/// <summary>Forwarding of ports, of the agent and of X11, and commands that were not granted: refused, journaled, and unknown to the device.</summary>
public sealed class RefusedChannelsNeverReachTheDevice : SystemTest
{
    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Forwarding_EveryKind_IsRefusedAndTheSessionGoesOn()
    {
        var (id, _) = await Hospital.Approved();
        var local = LoopbackPort.Free();
        await using var client = OpenSshClient.Start(Hospital.Ssh() with
        {
            Arguments = ["-L", $"127.0.0.1:{local}:127.0.0.1:{Device.Port}", "-R", "127.0.0.1:0:127.0.0.1:9", "-o", "ForwardAgent=yes", "-o", "ForwardX11=yes"],
        });
        await client.Received.WaitFor("$ ");
        using (var socket = new global::System.Net.Sockets.Socket(global::System.Net.Sockets.SocketType.Stream, global::System.Net.Sockets.ProtocolType.Tcp))
        {
            await socket.ConnectAsync("127.0.0.1", local);
            Assert.Equal(0, await socket.ReceiveAsync(new byte[64]));
        }

        client.Type("echo alive-$((6*7)); env | grep -c SSH_AUTH_SOCK; exit\n");
        await client.Received.WaitFor("alive-42");
        await client.Exited.Within("the session to end");
        await AssertEnded(id, Orderly);
        await Evidence.Entry("control.refused", entry => entry.Entry.Facts.Values.Any(value => value.Contains("forward", StringComparison.OrdinalIgnoreCase) || value.Contains("direct-tcpip", StringComparison.OrdinalIgnoreCase)));
        foreach (var word in new[] { "direct-tcpip", "tcpip-forward", "x11-req", "auth-agent-req" })
        {
            Assert.DoesNotContain(word, Device.Log.Text, StringComparison.Ordinal);
        }
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Exec_NotGranted_IsRefusedWithItsSentence()
    {
        await Hospital.Approved();
        var said = await Said(Hospital.Ssh() with { Terminal = false, Command = "touch reached" });
        Assert.Contains("Running a command is not granted", said, StringComparison.Ordinal);
        await Evidence.Entry("control.refused");
        Assert.False(File.Exists(Path.Combine(Device.Home, "reached")));
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Exec_Granted_RunsWithItsExitStatusAndStreams()
    {
        var (id, _) = await Hospital.Approved(controls: "exec");
        await using var client = OpenSshClient.Start(Hospital.Ssh() with { Terminal = false, Command = "cat; echo error >&2; exit 7" });
        client.Type("through\n");
        client.CloseInput();
        Assert.Equal(7, await client.Exited.Within("ssh to end"));
        Assert.Equal("through\n", client.Received.Text);
        Assert.Contains("error\n", client.Errors.Text, StringComparison.Ordinal);
        var recorded = await Evidence.Sealed(id);
        Assert.Equal("through\n", recorded.Output.ToText());
        Assert.Equal("error\n", recorded.Errors.ToText());
        Assert.Equal("through\n", recorded.Input.ToText());
    }

    [PeerFact("sshd", "ssh", "sftp", "unshare", "root")]
    public async Task Sftp_NotGranted_IsRefused()
    {
        await Hospital.Approved();
        var said = await Said(Hospital.Ssh() with { Terminal = false, Arguments = ["-s"], Command = "sftp" });
        Assert.Contains("File transfer is not granted", said, StringComparison.Ordinal);
    }
}
