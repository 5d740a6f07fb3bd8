using Bastion.Ssh.Authentication;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Tests.Peers;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;
using Bastion.Testing;

namespace Bastion.Ssh.Tests.Interop;

/// <summary>Our client role against a real sshd.</summary>
public sealed class OpenSshServerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private SshDevice? _device;

    private SshDevice Device => _device!;

    public async Task InitializeAsync() => _device = await SshDevice.Start();

    public async Task DisposeAsync() => await _device!.DisposeAsync();

    [PeerFact("/usr/sbin/sshd", "unshare")]
    public async Task Sshd_Password_RunsACommand()
    {
        await using EngineClient client = await SignInAsync(ClientCredential.Password(Device.Account, Secret.FromText(Device.Password)));
        await client.RunAsync("echo out; echo err >&2; exit 7");
        Assert.Equal("out\n", client.Text);
        Assert.Equal("err\n"u8.ToArray(), client.Errors.ToArray());
        Assert.Equal(7u, client.ExitStatus);
    }

    [PeerFact("/usr/sbin/sshd", "unshare")]
    public async Task Sshd_Pty_HasTheSizeAskedFor()
    {
        await using EngineClient client = await SignInAsync(ClientCredential.Password(Device.Account, Secret.FromText(Device.Password)));
        await client.RunAsync("stty size", terminal: true);
        Assert.Equal("50 132\r\n", client.Text);
    }

    [PeerFact("/usr/sbin/sshd", "unshare")]
    public async Task Sshd_Ed25519KeyFile_SignsIn()
    {
        using SshPrivateKey key = SshPrivateKey.Parse(await File.ReadAllTextAsync(Device.AccountKey.PrivateFile));
        await using EngineClient client = await SignInAsync(ClientCredential.PrivateKey(Device.Account, key));
        await client.RunAsync("echo in");
        Assert.Equal("in\n", client.Text);
    }

    [PeerFact("/usr/sbin/sshd", "unshare")]
    public async Task Sshd_WrongPassword_IsRefused()
    {
        await using SshTransport transport = await OpenAsync();
        ClientAuthenticationResult result = await ClientAuthentication.RunAsync(
            transport, ClientCredential.Password(Device.Account, Secret.FromText("wrong")), Patience, CancellationToken.None);
        Assert.Equal(ClientAuthenticationOutcome.Refused, result.Outcome);
        Assert.Contains("password", result.DeviceMethods);
    }

    [PeerFact("/usr/sbin/sshd", "unshare")]
    public async Task Sshd_OtherHostKey_IsAMismatch()
    {
        using SshPrivateKey other = SshPrivateKey.GenerateEd25519();
        SshOpening opening = await EngineClient.OpenAsync(
            Device.Port, new ClientTransportOptions { Pins = new HostKeyPins([other.PublicKey.Blob.ToArray()]) });
        Assert.Equal(SshEndKind.HostKeyMismatch, opening.Failure?.Kind);
        Assert.Equal(DisconnectReason.HostKeyNotVerifiable, opening.Failure?.Reason);
    }

    [PeerFact("/usr/sbin/sshd", "unshare")]
    public async Task Sshd_PinOfAnotherType_HasNoCommonHostKey()
    {
        using SshPrivateKey other = SshPrivateKey.GenerateRsa();
        SshOpening opening = await EngineClient.OpenAsync(
            Device.Port, new ClientTransportOptions { Pins = new HostKeyPins([other.PublicKey.Blob.ToArray()]) });
        Assert.Equal(SshEndKind.NoCommonAlgorithm, opening.Failure?.Kind);
    }

    [PeerFact("/usr/sbin/sshd", "unshare")]
    public async Task Sshd_InputAndOutputOf20MB_WithManyRekeys_AreTheSame()
    {
        var input = new byte[20_000_000];
        new Random(1).NextBytes(input);
        await using EngineClient client = await SignInAsync(
            ClientCredential.Password(Device.Account, Secret.FromText(Device.Password)), rekeyAfter: 1_000_000);
        await client.RunAsync("cat", input);
        Assert.True(input.AsSpan().SequenceEqual(client.Output.ToArray()));
        Assert.InRange(client.Transport.KeyExchanges, 3, 100);
    }

    [PeerTheory("/usr/sbin/sshd", "unshare")]
    [InlineData("rsa")]
    [InlineData("ecdsa")]
    public async Task Sshd_OtherKeyFiles_SignIn(string type)
    {
        SshKeyPair pair = await SshKeyPair.Create(Path.Combine(Device.Home, "..", "key-" + type), type);
        await File.AppendAllTextAsync(Path.Combine(Device.Home, "..", "authorized_keys"), pair.PublicLine + "\n");
        using SshPrivateKey key = SshPrivateKey.Parse(await File.ReadAllTextAsync(pair.PrivateFile));
        await using EngineClient client = await SignInAsync(ClientCredential.PrivateKey(Device.Account, key));
        await client.RunAsync("echo in");
        Assert.Equal("in\n", client.Text);
    }

    [PeerTheory("/usr/sbin/sshd", "unshare")]
    [InlineData("aes256-gcm@openssh.com")]
    [InlineData("aes128-gcm@openssh.com")]
    [InlineData("chacha20-poly1305@openssh.com")]
    [InlineData("aes256-ctr", "hmac-sha2-256-etm@openssh.com")]
    [InlineData("aes192-ctr", "hmac-sha2-512-etm@openssh.com")]
    [InlineData("aes128-ctr", "hmac-sha2-256")]
    [InlineData("aes256-ctr", "hmac-sha2-512")]
    public async Task Sshd_EachCipher_CarriesMegabytesBothWays(string cipher, string mac = "hmac-sha2-256")
    {
        var input = new byte[3_000_000];
        new Random(2).NextBytes(input);
        await using EngineClient client = await SignInAsync(AlgorithmProfile.Compatible with { Cipher = [cipher], Mac = [mac] });
        await client.RunAsync("cat", input);
        Assert.True(input.AsSpan().SequenceEqual(client.Output.ToArray()));
        Assert.Equal(cipher, client.Transport.Algorithms.CipherServerToClient);
    }

    [PeerTheory("/usr/sbin/sshd", "unshare")]
    [InlineData("curve25519-sha256")]
    [InlineData("curve25519-sha256@libssh.org")]
    [InlineData("ecdh-sha2-nistp256")]
    [InlineData("ecdh-sha2-nistp384")]
    [InlineData("ecdh-sha2-nistp521")]
    [InlineData("diffie-hellman-group14-sha256")]
    [InlineData("diffie-hellman-group16-sha512")]
    public async Task Sshd_EachKeyExchange_Works(string method)
    {
        await using EngineClient client = await SignInAsync(AlgorithmProfile.Compatible with { KeyExchange = [method] });
        await client.RunAsync("echo done");
        Assert.Equal("done\n", client.Text);
        Assert.Equal(method, client.Transport.Algorithms.KeyExchange);
        Assert.True(client.Transport.Algorithms.StrictKeyExchange);
    }

    private async Task<EngineClient> SignInAsync(AlgorithmProfile profile)
    {
        SshOpening opening = await EngineClient.OpenAsync(
            Device.Port, new ClientTransportOptions { Pins = new HostKeyPins([Device.HostKey.PublicBlob]), Algorithms = profile });
        Assert.True(opening.IsOpen, opening.Failure?.ToString());
        ClientAuthenticationResult result = await ClientAuthentication.RunAsync(
            opening.Transport, ClientCredential.Password(Device.Account, Secret.FromText(Device.Password)), Patience, CancellationToken.None);
        Assert.True(result.Succeeded, result + "\n" + Device.Log.Text);
        return new EngineClient(opening.Transport);
    }

    private ClientTransportOptions Options(long rekeyAfter = 1L << 30) =>
        new() { Pins = new HostKeyPins([Device.HostKey.PublicBlob]), RekeyAfterBytes = rekeyAfter };

    private async Task<SshTransport> OpenAsync(long rekeyAfter = 1L << 30)
    {
        SshOpening opening = await EngineClient.OpenAsync(Device.Port, Options(rekeyAfter));
        Assert.True(opening.IsOpen, opening.Failure?.ToString());
        return opening.Transport;
    }

    private async Task<EngineClient> SignInAsync(ClientCredential credential, long rekeyAfter = 1L << 30)
    {
        SshTransport transport = await OpenAsync(rekeyAfter);
        ClientAuthenticationResult result = await ClientAuthentication.RunAsync(transport, credential, Patience, CancellationToken.None);
        Assert.True(result.Succeeded, result + "\n" + Device.Log.Text);
        return new EngineClient(transport);
    }
}
