using Bastion.Ssh.Authentication;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Tests.Peers;
using Bastion.Ssh.Transport;
using Bastion.Testing;

namespace Bastion.Ssh.Tests.Interop;

/// <summary>The real ssh program against our server role.</summary>
public sealed class OpenSshClientTests
{
    [PeerFact("ssh")]
    public async Task Ssh_RightPasswordAndCode_RunsACommand()
    {
        await using var server = new EngineServer();
        await using OpenSshClient ssh = Start(server, "say hello");
        Assert.True(await ssh.Exited == 0, ssh.ToString());
        Assert.Equal("hello\n", ssh.Received.Text);
    }

    [PeerFact("ssh")]
    public async Task Ssh_ExitStatus_Arrives()
    {
        await using var server = new EngineServer();
        await using OpenSshClient ssh = Start(server, "exit 7");
        Assert.True(await ssh.Exited == 7, ssh.ToString());
    }

    internal static OpenSshClient Start(EngineServer server, string? command, params string[] arguments) =>
        OpenSshClient.Start(new OpenSshOptions
        {
            Port = server.Port,
            User = TestAuthenticator.Login,
            Answers = [TestAuthenticator.RightPassword, TestAuthenticator.RightCode],
            HostKey = server.HostKeyLine,
            Command = command,
            Terminal = false,
            Arguments = arguments,
        });
}
