using System.Text;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Tests.Peers;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Bastion.Ssh.Tests.Transport;

public sealed class HandshakeTests
{
    private static readonly SshPrivateKey HostKey = SshPrivateKey.GenerateEd25519();

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n", SshEndKind.NotSsh)]
    [InlineData("hello\r\nSSH-2.0-Late\r\n", SshEndKind.NotSsh)]
    [InlineData("SSH-1.5-Old\r\n", SshEndKind.NotSsh)]
    [InlineData("SSH-1.99-Old\r\n", SshEndKind.NotSsh)]
    [InlineData("SSH-2.0-\u001b[2J\r\n", SshEndKind.NotSsh)]
    [InlineData("SSH-2.0-caf\u00e9\r\n", SshEndKind.NotSsh)]
    [InlineData("", SshEndKind.ConnectionLost)]
    [InlineData("SSH-2.0-Half", SshEndKind.ConnectionLost)]
    public async Task Version_OtherThanSsh2_IsRefused(string line, SshEndKind kind)
    {
        (Stream left, Stream right) = DuplexStream.Pair();
        Task<SshOpening> server = Accept(left);
        await right.WriteAsync(Encoding.Latin1.GetBytes(line));
        await right.FlushAsync();
        right.Dispose();
        Assert.Equal(kind, (await server).Failure?.Kind);
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public async Task Version_OfThisLength_IsTaken(int length, bool taken)
    {
        (Stream left, Stream right) = DuplexStream.Pair();
        Task<SshOpening> server = Accept(left);
        string line = "SSH-2.0-".PadRight(length - 2, 'x') + "\r\n";
        await right.WriteAsync(Encoding.ASCII.GetBytes(line));
        await right.FlushAsync();
        right.Dispose();
        Assert.Equal(taken ? SshEndKind.ConnectionLost : SshEndKind.ProtocolError, (await server).Failure?.Kind);
    }

    [Fact]
    public async Task Version_PreambleOfADevice_IsReadOverUpToItsCap()
    {
        Assert.True(await ConnectBehindPreambleAsync(1024));
        Assert.False(await ConnectBehindPreambleAsync(SshLimits.Preamble + 200));
    }

    [Fact]
    public async Task Handshake_AtItsDeadline_TimesOut()
    {
        var clock = new FakeTimeProvider();
        (Stream left, Stream right) = DuplexStream.Pair();
        Task<SshOpening> server = Accept(left, clock);
        clock.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        Assert.False(server.IsCompleted);
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(SshEndKind.TimedOut, (await server).Failure?.Kind);
        right.Dispose();
    }

    [Theory]
    [InlineData(0xffffffffu)]
    [InlineData(1u << 20)]
    [InlineData(35_001u)]
    [InlineData(0u)]
    [InlineData(5u)]
    [InlineData(13u)]
    public async Task Packet_BadLengthBeforeKeys_IsRefused(uint length)
    {
        (Stream left, Stream right) = DuplexStream.Pair();
        Task<SshOpening> server = Accept(left);
        using var peer = new ScriptedPeer(right, SshRole.Client, pin: HostKey.PublicKey);
        await peer.ExchangeVersionsAsync();
        await peer.SendRawAsync([(byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, 4, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        Assert.Equal(DisconnectReason.ProtocolError, (await peer.ReadToEndAsync())?.Reason);
        Assert.Equal(SshEndKind.ProtocolError, (await server).Failure?.Kind);
    }

    [Fact]
    public async Task Packet_FlippedBitAfterKeys_IsAMacError()
    {
        (Stream left, Stream right) = DuplexStream.Pair();
        Task<SshOpening> server = Accept(left);
        using var peer = new ScriptedPeer(right, SshRole.Client, pin: HostKey.PublicKey);
        await peer.ToServiceAsync();
        await using SshTransport transport = (await server).Transport!;
        await peer.SendRawAsync([0, 0, 0, 16, .. new byte[32]]);
        InboundBatch batch = await transport.ReceiveAsync(CancellationToken.None);
        Assert.Equal(DisconnectReason.MacError, batch.End?.Reason);
    }

    [Fact]
    public async Task KeyExchange_WrongGuess_IsSkipped()
    {
        (Stream left, Stream right) = DuplexStream.Pair();
        Task<SshOpening> server = Accept(left);
        using var peer = new ScriptedPeer(right, SshRole.Client, pin: HostKey.PublicKey);
        await peer.ExchangeVersionsAsync();
        KexInitMessage offer = AlgorithmNegotiation.Offer(SshRole.Client, AlgorithmProfile.Compatible, ["ssh-ed25519"], true, true) with
        {
            KeyExchange = ["sntrup761x25519-sha512", "curve25519-sha256", AlgorithmNegotiation.StrictClient],
            FirstPacketFollows = true,
        };
        await peer.SendAsync(offer);
        await peer.SendAsync(new KexExchangeInitMessage(new byte[65]));
        await peer.ExpectAsync(MessageNumber.KexInit);
        using var exchange = new Curve25519Exchange();
        await peer.SendAsync(new KexExchangeInitMessage(exchange.CreateInit()));
        await peer.ExpectAsync(MessageNumber.KexExchangeReply);
        right.Dispose();
        Assert.False((await server).IsOpen);
    }

    [Theory]
    [InlineData("curve25519-sha256", 32)]
    [InlineData("curve25519-sha256", 31)]
    [InlineData("mlkem768x25519-sha256", 1216)]
    [InlineData("mlkem768x25519-sha256", 0)]
    [InlineData("ecdh-sha2-nistp256", 65)]
    [InlineData("diffie-hellman-group14-sha256", 1)]
    [InlineData("diffie-hellman-group14-sha256", 0)]
    public async Task KeyExchange_ValueOfZeros_IsRefused(string method, int length)
    {
        (Stream left, Stream right) = DuplexStream.Pair();
        AlgorithmProfile profile = AlgorithmProfile.Compatible with { KeyExchange = [method] };
        Task<SshOpening> server = SshTransport.AcceptAsync(
            left, new ServerTransportOptions { HostKeys = [HostKey], Algorithms = profile }, CancellationToken.None);
        using var peer = new ScriptedPeer(right, SshRole.Client, profile, pin: HostKey.PublicKey);
        await peer.ExchangeVersionsAsync();
        await peer.SendAsync(AlgorithmNegotiation.Offer(SshRole.Client, profile, ["ssh-ed25519"], true, true));
        await peer.SendAsync(new KexExchangeInitMessage(new byte[length]));
        Assert.Equal(DisconnectReason.KeyExchangeFailed, (await peer.ReadToEndAsync())?.Reason);
        Assert.Equal(SshEndKind.ProtocolError, (await server).Failure?.Kind);
    }

    private static Task<SshOpening> Accept(Stream stream, TimeProvider? clock = null) =>
        SshTransport.AcceptAsync(
            stream,
            new ServerTransportOptions { HostKeys = [HostKey], Algorithms = AlgorithmProfile.Compatible, Clock = clock ?? TimeProvider.System },
            CancellationToken.None);

    private static async Task<bool> ConnectBehindPreambleAsync(int bytes)
    {
        (Stream left, Stream right) = DuplexStream.Pair();
        Task<SshOpening> client = SshTransport.ConnectAsync(
            left, new ClientTransportOptions { Pins = new HostKeyPins([HostKey.PublicKey.Blob.ToArray()]) }, CancellationToken.None);
        using var peer = new ScriptedPeer(right, SshRole.Server, hostKey: HostKey);
        await peer.SendRawAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("welcome\r\n", bytes / 9))));
        try
        {
            await peer.ToServiceAsync();
        }
        catch (Exception closed) when (closed is IOException or InvalidOperationException or Xunit.Sdk.XunitException)
        {
        }

        SshOpening opening = await client;
        Assert.Equal(opening.IsOpen ? null : SshEndKind.NotSsh, opening.Failure?.Kind);
        await (opening.Transport?.DisposeAsync() ?? ValueTask.CompletedTask);
        return opening.IsOpen;
    }
}
