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

    [PeerTheory("ssh")]
    [InlineData("aes256-gcm@openssh.com")]
    [InlineData("aes128-gcm@openssh.com")]
    [InlineData("chacha20-poly1305@openssh.com")]
    [InlineData("aes256-ctr", "hmac-sha2-256-etm@openssh.com")]
    [InlineData("aes192-ctr", "hmac-sha2-512-etm@openssh.com")]
    [InlineData("aes128-ctr", "hmac-sha2-256")]
    [InlineData("aes256-ctr", "hmac-sha2-512")]
    public async Task Ssh_EachCipher_CarriesMegabytesBothWays(string cipher, string mac = "hmac-sha2-256")
    {
        await using var server = new EngineServer(Compatible());
        await using OpenSshClient up = Start(server, "count", "-c", cipher, "-m", mac);
        for (int i = 0; i < 5; i++)
        {
            up.Type(new byte[1_000_000]);
        }

        up.CloseInput();
        Assert.True(await up.Exited == 0, up.ToString());
        Assert.Equal("5000000\n", up.Received.Text);
        Assert.Equal(cipher, server.Last!.Algorithms.CipherClientToServer);

        await using OpenSshClient down = Start(server, "flood 5000000", "-c", cipher, "-m", mac);
        Assert.True(await down.Exited == 0, down.ToString());
        Assert.Equal(5_000_000, down.Received.Length);
    }

    [PeerTheory("ssh")]
    [InlineData("curve25519-sha256")]
    [InlineData("curve25519-sha256@libssh.org")]
    [InlineData("ecdh-sha2-nistp256")]
    [InlineData("ecdh-sha2-nistp384")]
    [InlineData("ecdh-sha2-nistp521")]
    [InlineData("diffie-hellman-group14-sha256")]
    [InlineData("diffie-hellman-group16-sha512")]
    public async Task Ssh_EachKeyExchange_Works(string method)
    {
        await using var server = new EngineServer(Compatible());
        await using OpenSshClient ssh = Start(server, "say done", "-o", "KexAlgorithms=" + method);
        Assert.True(await ssh.Exited == 0, ssh.ToString());
        Assert.Equal(method, server.Last!.Algorithms.KeyExchange);
        Assert.True(server.Last.Algorithms.StrictKeyExchange);
    }

    [PeerTheory("ssh")]
    [InlineData("ssh-ed25519")]
    [InlineData("rsa-sha2-512")]
    [InlineData("rsa-sha2-256")]
    [InlineData("ecdsa-sha2-nistp256")]
    [InlineData("ecdsa-sha2-nistp384")]
    [InlineData("ecdsa-sha2-nistp521")]
    public async Task Ssh_EachHostKey_IsTaken(string algorithm)
    {
        SshPrivateKey key = algorithm switch
        {
            "ssh-ed25519" => SshPrivateKey.GenerateEd25519(),
            "rsa-sha2-512" or "rsa-sha2-256" => SshPrivateKey.GenerateRsa(2048),
            _ => SshPrivateKey.GenerateEcdsa(algorithm["ecdsa-sha2-".Length..]),
        };
        await using var server = new EngineServer(Compatible(key));
        await using OpenSshClient ssh = Start(server, "say done", "-o", "HostKeyAlgorithms=" + algorithm);
        Assert.True(await ssh.Exited == 0, ssh.ToString());
    }

    [PeerTheory("ssh", "ssh-keygen")]
    [InlineData("ed25519", "ssh-ed25519")]
    [InlineData("rsa", "rsa-sha2-512")]
    [InlineData("ecdsa", "ecdsa-sha2-nistp256")]
    public async Task Ssh_EachUserKey_SignsIn(string type, string algorithm)
    {
        using var directory = new TemporaryDirectory("ssh-keys");
        SshKeyPair pair = await SshKeyPair.Create(directory.At("key"), type);
        await using var server = new EngineServer();
        server.Authenticator.Keys.Add(pair.PublicLine);
        await using OpenSshClient ssh = OpenSshClient.Start(Options(server, "say in") with { Identity = pair.PrivateFile, Answers = [] });
        Assert.True(await ssh.Exited == 0, ssh.ToString());
        Assert.Equal(["probe " + algorithm, "key " + algorithm], server.Authenticator.Calls);
        Assert.Equal(["publickey"], server.LastAuthentication!.Methods);
    }

    [PeerFact("ssh", "ssh-keygen")]
    public async Task Ssh_KeyThatNeedsACode_GoesOnWithTheDialogue()
    {
        using var directory = new TemporaryDirectory("ssh-keys");
        SshKeyPair pair = await SshKeyPair.Create(directory.At("key"));
        await using var server = new EngineServer();
        server.Authenticator.Keys.Add(pair.PublicLine);
        server.Authenticator.KeyNeedsCode = true;
        await using OpenSshClient ssh = OpenSshClient.Start(Options(server, "say in") with { Identity = pair.PrivateFile });
        Assert.True(await ssh.Exited == 0, ssh.ToString());
        Assert.Equal(["publickey", "keyboard-interactive"], server.LastAuthentication!.Methods);
    }

    [PeerFact("ssh", "ssh-keygen")]
    public async Task Ssh_UnknownKey_IsNotAsked_ToSign()
    {
        using var directory = new TemporaryDirectory("ssh-keys");
        SshKeyPair pair = await SshKeyPair.Create(directory.At("key"));
        await using var server = new EngineServer();
        await using OpenSshClient ssh = OpenSshClient.Start(Options(server, "say in") with { Identity = pair.PrivateFile, Answers = [] });
        Assert.Equal(255, await ssh.Exited);
        Assert.Contains("probe ssh-ed25519", server.Authenticator.Calls);
        Assert.DoesNotContain(server.Authenticator.Calls, call => call.StartsWith("key", StringComparison.Ordinal));
    }

    [PeerTheory("ssh")]
    [InlineData("wrong", TestAuthenticator.RightCode)]
    [InlineData(TestAuthenticator.RightPassword, "000000")]
    [InlineData("", "")]
    public async Task Ssh_AnyWrongAnswer_IsRefusedAfterTheLast(string password, string code)
    {
        await using var server = new EngineServer(authentication: new ServerAuthenticationOptions());
        await using OpenSshClient ssh = OpenSshClient.Start(
            Options(server, "say in") with { Answers = [password, code], Arguments = ["-o", "NumberOfPasswordPrompts=1"], PasswordPrompts = 1 });
        Assert.Equal(255, await ssh.Exited);
        Assert.Equal(2, ssh.Prompts.Length);
        Assert.Contains("Permission denied", ssh.Errors.Text);
    }

    [PeerFact("ssh")]
    public async Task Ssh_RekeyBySize_LosesNothing()
    {
        await using var server = new EngineServer();
        await using OpenSshClient down = Start(server, "flood 20000000", "-o", "RekeyLimit=300k");
        Assert.True(await down.Exited == 0, down.ToString());
        Assert.Equal(20_000_000, down.Received.Length);
        Assert.InRange(server.Last!.KeyExchanges, 3, 500);
    }

    [PeerFact("ssh")]
    public async Task Ssh_RekeyFromHere_LosesNothing()
    {
        await using var server = new EngineServer(new ServerTransportOptions
        {
            HostKeys = [SshPrivateKey.GenerateEd25519()],
            RekeyAfterBytes = 300_000,
        });
        await using OpenSshClient down = Start(server, "flood 20000000");
        Assert.True(await down.Exited == 0, down.ToString());
        Assert.Equal(20_000_000, down.Received.Length);
        Assert.InRange(server.Last!.KeyExchanges, 3, 200);

        await using OpenSshClient up = Start(server, "count");
        up.Type(new byte[5_000_000]);
        up.CloseInput();
        Assert.True(await up.Exited == 0, up.ToString());
        Assert.Equal("5000000\n", up.Received.Text);
        Assert.InRange(server.Last!.KeyExchanges, 3, 200);
    }

    [PeerFact("ssh")]
    public async Task Ssh_StandardError_IsItsOwnStream()
    {
        await using var server = new EngineServer();
        await using OpenSshClient ssh = Start(server, "err oh");
        Assert.True(await ssh.Exited == 0, ssh.ToString());
        Assert.Equal("", ssh.Received.Text);
        Assert.Contains("oh\n", ssh.Errors.Text);
    }

    [PeerFact("ssh")]
    public async Task Ssh_Terminal_TellsItsKindAndSize()
    {
        await using var server = new EngineServer();
        await using OpenSshClient ssh = OpenSshClient.Start(Options(server, "tty") with { Terminal = true });
        Assert.True(await ssh.Exited == 0, ssh.ToString());
        Assert.StartsWith("xterm-256color ", ssh.Received.Text);
    }

    internal static OpenSshClient Start(EngineServer server, string? command, params string[] arguments) =>
        OpenSshClient.Start(Options(server, command) with { Arguments = arguments });

    private static OpenSshOptions Options(EngineServer server, string? command) => new()
    {
        Port = server.Port,
        User = TestAuthenticator.Login,
        Answers = [TestAuthenticator.RightPassword, TestAuthenticator.RightCode],
        HostKey = server.HostKeyLine,
        Command = command,
        Terminal = false,
    };

    private static ServerTransportOptions Compatible(SshPrivateKey? hostKey = null) => new()
    {
        HostKeys = [hostKey ?? SshPrivateKey.GenerateEd25519()],
        Algorithms = AlgorithmProfile.Compatible,
    };
}
