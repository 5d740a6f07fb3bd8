using Bastion.Ssh.Authentication;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Tests.Peers;
using Bastion.Ssh.Transport;
using Bastion.Testing;

namespace Bastion.Ssh.Tests.Interop;

/// <summary>Other people's clients against our server role. Technicians bring what they have.</summary>
public sealed class OtherClientsTests
{
    [PeerFact("plink")]
    public async Task Plink_Password_RunsACommand()
    {
        await using EngineServer server = Serve(AlgorithmProfile.Strict);
        await using ChildProcess plink = ChildProcess.Start(
            "plink",
            [
                "-batch", "-ssh", "-P", server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "-l", TestAuthenticator.Login,
                "-pw", TestAuthenticator.RightPassword, "-hostkey", server.HostKeyFingerprint, "127.0.0.1", "flood 3000000",
            ]);
        int code = await plink.Exited.Within("plink to end");
        Assert.True(code == 0, plink.Errors.Text + server.LastFailure + server.Last?.End);
        Assert.Equal(3_000_000, plink.Output.Length);
    }

    [PeerFact("dbclient")]
    public async Task Dropbear_Password_RunsACommand()
    {
        await using EngineServer server = Serve(AlgorithmProfile.Compatible);
        await using ChildProcess dropbear = ChildProcess.Start(
            "dbclient",
            ["-y", "-y", "-T", "-p", server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "-l", TestAuthenticator.Login, "127.0.0.1", "say from dropbear"],
            new Dictionary<string, string?> { ["DROPBEAR_PASSWORD"] = TestAuthenticator.RightPassword });
        int code = await dropbear.Exited.Within("dbclient to end");
        Assert.True(code == 0, dropbear.Errors.Text + server.LastFailure + server.Last?.End);
        Assert.Equal("from dropbear\n", dropbear.Output.Text);
    }

    // The client on this machine that has ML-KEM: OpenSSH 9.2 has not.
    [Theory]
    [InlineData("mlkem768x25519-sha256")]
    [InlineData("curve25519-sha256")]
    public async Task SshNet_EachKeyExchange_RunsACommand(string method)
    {
        await using EngineServer server = Serve(AlgorithmProfile.Strict with { KeyExchange = [method] });
        using var client = new Renci.SshNet.SshClient("127.0.0.1", server.Port, TestAuthenticator.Login, TestAuthenticator.RightPassword);
        bool pinned = false;
        client.HostKeyReceived += (_, e) => pinned = e.CanTrust = "SHA256:" + e.FingerPrintSHA256 == server.HostKeyFingerprint;
        await client.ConnectAsync(CancellationToken.None);
        using Renci.SshNet.SshCommand command = client.CreateCommand("flood 1000000");
        await command.ExecuteAsync();
        Assert.True(pinned);
        Assert.Equal(0, command.ExitStatus);
        Assert.Equal(1_000_000, command.Result.Length);
        Assert.Equal(method, server.Last!.Algorithms.KeyExchange);
        client.Disconnect();
    }

    // Without prompts they can only do passwords.
    private static EngineServer Serve(AlgorithmProfile profile) => new(
        new ServerTransportOptions { HostKeys = [SshPrivateKey.GenerateEd25519()], Algorithms = profile },
        new ServerAuthenticationOptions { Methods = [AuthMethods.Password] });
}
