using Bastion.Ssh.Authentication;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Tests.Peers;
using Bastion.Ssh.Wire;
using Bastion.Testing;

namespace Bastion.Ssh.Tests.Authentication;

/// <summary>OpenSSH certificates as ssh-keygen writes them: taken apart whole, and worth only as much as the key in them proves.</summary>
public sealed class CertificateTests : IDisposable
{
    private static readonly byte[] SessionId = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private readonly TemporaryDirectory _directory = new("certificates");

    public void Dispose() => _directory.Dispose();

    [PeerTheory("ssh-keygen")]
    [InlineData("ed25519", "ssh-ed25519-cert-v01@openssh.com")]
    [InlineData("rsa", "rsa-sha2-512-cert-v01@openssh.com")]
    [InlineData("ecdsa", "ecdsa-sha2-nistp256-cert-v01@openssh.com")]
    public async Task PublicKey_CertificateAndItsKey_SignsIn(string type, string algorithm)
    {
        (SshPrivateKey key, byte[] blob) = await MakeAsync(type);
        var authenticator = new TestAuthenticator();
        authenticator.Keys.Add("certificate " + Convert.ToBase64String(blob));
        await using ServerAuthenticationMachine machine = Machine(authenticator);
        await SendAsync(machine, Signed(key, algorithm, blob));
        Assert.True(machine.Succeeded);
        Assert.Equal(["key " + algorithm], authenticator.Calls);
        key.Dispose();
    }

    [PeerFact("ssh-keygen")]
    public async Task PublicKey_CertificateOfSomebodyElse_IsRefused()
    {
        (SshPrivateKey key, byte[] blob) = await MakeAsync("ed25519");
        using SshPrivateKey thief = SshPrivateKey.GenerateEd25519();
        var authenticator = new TestAuthenticator();
        authenticator.Keys.Add("certificate " + Convert.ToBase64String(blob));
        await using ServerAuthenticationMachine machine = Machine(authenticator);
        await SendAsync(machine, Signed(thief, "ssh-ed25519-cert-v01@openssh.com", blob));
        await SendAsync(machine, Signed(key, "ssh-ed25519", blob));
        Assert.False(machine.Succeeded);
        Assert.Empty(authenticator.Calls);
        key.Dispose();
    }

    [PeerFact("ssh-keygen")]
    public async Task Certificate_CutOrLonger_IsRefused()
    {
        (SshPrivateKey key, byte[] blob) = await MakeAsync("ed25519");
        Assert.True(SshPublicKey.Parse(blob) is SshCertificate { Key.Type: "ssh-ed25519" });
        for (int length = 0; length < blob.Length; length++)
        {
            Assert.Throws<SshProtocolException>(() => SshPublicKey.Parse(blob[..length]));
        }

        Assert.Throws<SshProtocolException>(() => SshPublicKey.Parse([.. blob, 0]));
        key.Dispose();
    }

    [PeerFact("ssh-keygen")]
    public async Task Client_WithACertificate_ShowsItAndSignsWithTheKey()
    {
        (SshPrivateKey key, byte[] blob) = await MakeAsync("ed25519");
        var sink = new Sink();
        var machine = new ClientAuthenticationMachine(ClientCredential.Certified("account", key, blob), SessionId, null, sink);
        machine.Handle(MessageNumber.UserAuthFailure, SshMessage.ToBytes(new UserAuthFailureMessage([AuthMethods.PublicKey], false)));
        var authenticator = new TestAuthenticator();
        await using ServerAuthenticationMachine server = Machine(authenticator);
        await server.HandleAsync(MessageNumber.UserAuthRequest, sink.Last, CancellationToken.None);
        Assert.Equal(["key ssh-ed25519-cert-v01@openssh.com"], authenticator.Calls);
        key.Dispose();
    }

    private static ServerAuthenticationMachine Machine(TestAuthenticator authenticator) => new(
        authenticator,
        new ServerAuthenticationOptions { Methods = [AuthMethods.PublicKey] },
        AlgorithmProfile.Strict.UserKey,
        SessionId,
        new Sink());

    private static Task SendAsync(ServerAuthenticationMachine machine, UserAuthRequestMessage request) =>
        machine.HandleAsync(MessageNumber.UserAuthRequest, SshMessage.ToBytes(request), CancellationToken.None).AsTask();

    private static UserAuthRequestMessage Signed(SshPrivateKey key, string algorithm, byte[] blob)
    {
        using var data = new WireWriter();
        data.WriteBoolean(true);
        data.WriteString(algorithm);
        data.WriteString(blob);
        using var signed = new WireWriter();
        signed.WriteString(SessionId);
        SshMessage.Write(signed, new UserAuthRequestMessage(TestAuthenticator.Login, "ssh-connection", "publickey", data.ToArray()));
        data.WriteString(key.Sign(algorithm.Replace("-cert-v01@openssh.com", "", StringComparison.Ordinal), signed.Span));
        return new UserAuthRequestMessage(TestAuthenticator.Login, "ssh-connection", "publickey", data.ToArray());
    }

    private async Task<(SshPrivateKey Key, byte[] Blob)> MakeAsync(string type)
    {
        SshKeyPair authority = await SshKeyPair.Create(_directory.At("authority"));
        SshKeyPair pair = await SshKeyPair.Create(_directory.At("user"), type);
        await ChildProcess.Run("ssh-keygen", "-q", "-s", authority.PrivateFile, "-I", "sami at work", "-n", "sami", "-V", "+1h", "-z", "7", pair.PrivateFile + ".pub");
        string[] line = (await File.ReadAllTextAsync(pair.PrivateFile + "-cert.pub")).Split(' ');
        return (SshPrivateKey.Parse(await File.ReadAllTextAsync(pair.PrivateFile)), Convert.FromBase64String(line[1]));
    }

    private sealed class Sink : IMessageSink
    {
        public byte[] Last { get; private set; } = [];

        public void Write<T>(in T message)
            where T : ISshMessage<T> => Last = SshMessage.ToBytes(message);
    }
}
