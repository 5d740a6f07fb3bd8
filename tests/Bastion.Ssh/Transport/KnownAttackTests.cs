using System.Buffers.Binary;
using Bastion.Ssh.Authentication;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Tests.Peers;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Tests.Transport;

/// <summary>Attacks that other servers fell to, one by one and by name. The tables of all messages in all states are beside this file.</summary>
public sealed class KnownAttackTests
{
    private static readonly SshPrivateKey HostKey = SshPrivateKey.GenerateEd25519();
    private static readonly AlgorithmProfile Profile = AlgorithmProfile.Strict with { KeyExchange = ["curve25519-sha256"] };

    [Theory]
    [InlineData(MessageNumber.GlobalRequest)]
    [InlineData(MessageNumber.ChannelOpen)]
    [InlineData(MessageNumber.ChannelData)]
    [InlineData(MessageNumber.ChannelRequest)]
    public async Task ChannelMessage_BeforeSignIn_EndsTheConnectionAndNobodyIsAsked(byte number) // CVE-2025-32433
    {
        TestAuthenticator authenticator = await BreaksAsync(async peer =>
        {
            await peer.ToAuthenticationAsync();
            await peer.SendPayloadAsync(number == MessageNumber.ChannelOpen ? SshMessage.ToBytes(Open) : [number, 0, 0, 0, 0]);
        });
        Assert.Empty(authenticator.Calls);
    }

    [Fact]
    public async Task ChannelOpen_RightBehindTheProof_IsNotKeptForAfterIt() // CVE-2023-46446
    {
        await BreaksAsync(async peer =>
        {
            await peer.ToAuthenticationAsync();
            await peer.SendAllAsync(SshMessage.ToBytes(ScriptedPeer.PasswordRequest(TestAuthenticator.Login, "wrong")), SshMessage.ToBytes(Open));
        });
    }

    [Fact]
    public async Task UserAuthSuccess_FromAClient_SignsNobodyIn() // CVE-2018-10933
    {
        TestAuthenticator authenticator = await BreaksAsync(async peer =>
        {
            await peer.ToAuthenticationAsync();
            await peer.SendAsync(default(UserAuthSuccessMessage));
        });
        Assert.Empty(authenticator.Calls);
    }

    [Fact]
    public async Task ServiceRequest_Twice_EndsTheConnection() // CVE-2018-7749 and its like
    {
        await BreaksAsync(async peer =>
        {
            await peer.ToAuthenticationAsync();
            await peer.SendAsync(new ServiceRequestMessage("ssh-userauth"));
        });
    }

    [Fact]
    public async Task ServiceRequest_ForConnectionBeforeSignIn_EndsTheConnection()
    {
        await BreaksAsync(async peer =>
        {
            await peer.ToServiceAsync();
            await peer.SendAsync(new ServiceRequestMessage("ssh-connection"));
        });
    }

    [Fact]
    public async Task ExtInfo_NotFirstBehindTheKeys_EndsTheConnection() // CVE-2023-46445
    {
        await BreaksAsync(async peer =>
        {
            await peer.ToServiceAsync();
            await peer.SendAsync(new IgnoreMessage(default));
            await peer.SendAsync(new ExtInfoMessage([]));
        });
    }

    [Fact]
    public async Task ExtInfo_DuringAuthentication_EndsTheConnection() // CVE-2023-46445
    {
        await BreaksAsync(async peer =>
        {
            await peer.ToAuthenticationAsync();
            await peer.SendAsync(new ExtInfoMessage([]));
        });
    }

    [Fact]
    public async Task Ping_InTheKeyExchange_IsNotQueued() // CVE-2025-26466
    {
        const byte Ping = 192;
        await BreaksAsync(async peer =>
        {
            await peer.ExchangeVersionsAsync();
            await peer.StartKeyExchangeAsync();
            await peer.SendPayloadAsync([Ping, 0, 0, 0, 0]);
        });
    }

    [Theory]
    [InlineData(0x00040000)]
    [InlineData(0x7fffffff)]
    [InlineData(-1)]
    public async Task Packet_LongerThanAllowedBeforeSignIn_IsNotWaitedFor(int length)
    {
        await BreaksAsync(async peer =>
        {
            await peer.ExchangeVersionsAsync();
            var header = new byte[16];
            BinaryPrimitives.WriteInt32BigEndian(header, length);
            await peer.SendRawAsync(header);
        });
    }

    [Fact]
    public void KexInit_Compression_IsNeverOffered() // CVE-2026-106585
    {
        foreach (SshRole role in Enum.GetValues<SshRole>())
        {
            KexInitMessage offer = AlgorithmNegotiation.Offer(role, AlgorithmProfile.Compatible, ["ssh-ed25519"], true, true);
            Assert.Equal(["none"], offer.CompressionClientToServer);
            Assert.Equal(["none"], offer.CompressionServerToClient);
        }
    }

    private static ChannelOpenMessage Open => new("session", 0, 1 << 20, 1 << 15, default);

    /// <summary>The server must end this as a broken protocol, and nobody may be signed in.</summary>
    private static async Task<TestAuthenticator> BreaksAsync(Func<ScriptedPeer, Task> attack)
    {
        (Stream left, Stream right) = DuplexStream.Pair();
        var authenticator = new TestAuthenticator();
        Task<SshEnd?> server = ServeAsync(left, authenticator);
        using var peer = new ScriptedPeer(right, SshRole.Client, Profile, pin: HostKey.PublicKey);
        await attack(peer);
        await peer.ReadToEndAsync();
        Assert.Equal(SshEndKind.ProtocolError, (await server)?.Kind);
        return authenticator;
    }

    private static async Task<SshEnd?> ServeAsync(Stream stream, TestAuthenticator authenticator)
    {
        var options = new ServerTransportOptions { HostKeys = [HostKey], Algorithms = Profile };
        SshOpening opening = await SshTransport.AcceptAsync(stream, options, CancellationToken.None);
        if (!opening.IsOpen)
        {
            return opening.Failure;
        }

        await using SshTransport transport = opening.Transport;
        ServerAuthenticationResult result = await ServerAuthentication.RunAsync(
            transport, authenticator, new ServerAuthenticationOptions { Methods = [AuthMethods.Password] }, CancellationToken.None);
        Assert.False(result.Succeeded);
        return result.End;
    }
}
