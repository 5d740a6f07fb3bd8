using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Tests.Peers;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Bastion.Ssh.Tests.Transport;

/// <summary>Prefix truncation (CVE-2023-48795): strict key exchange, or no cipher that suffers from it.</summary>
public sealed class TerrapinTests
{
    private static readonly SshPrivateKey HostKey = SshPrivateKey.GenerateEd25519();

    [Theory]
    [InlineData(MessageNumber.Ignore)]
    [InlineData(MessageNumber.Debug)]
    [InlineData(MessageNumber.Unimplemented)]
    [InlineData(MessageNumber.ExtInfo)]
    public async Task KexInit_SomethingBeforeIt_IsRefusedWhenStrict(byte number)
    {
        (Task<SshOpening> server, ScriptedPeer peer) = Serve();
        await peer.ExchangeVersionsAsync();
        await peer.SendPayloadAsync([number, 0, 0, 0, 0]);
        await Quietly(peer.StartKeyExchangeAsync());
        await peer.ReadToEndAsync();
        Assert.Equal(SshEndKind.ProtocolError, (await server).Failure?.Kind);
        peer.Dispose();
    }

    [Theory]
    [InlineData(MessageNumber.Ignore)]
    [InlineData(MessageNumber.Debug)]
    [InlineData(MessageNumber.Unimplemented)]
    [InlineData(MessageNumber.ExtInfo)]
    public async Task KeyExchange_SomethingInIt_IsRefusedWhenStrict(byte number)
    {
        (Task<SshOpening> server, ScriptedPeer peer) = Serve();
        await peer.ExchangeVersionsAsync();
        await peer.StartKeyExchangeAsync();
        await peer.SendPayloadAsync([number, 0, 0, 0, 0]);
        await peer.ReadToEndAsync();
        Assert.Equal(SshEndKind.ProtocolError, (await server).Failure?.Kind);
        peer.Dispose();
    }

    [Fact]
    public async Task KexInit_ClientWithoutStrict_IsNotOfferedChaCha()
    {
        (Task<SshOpening> server, ScriptedPeer peer) = Serve();
        await peer.ExchangeVersionsAsync();
        await peer.SendAsync(NotStrict(AlgorithmProfile.Strict.Cipher));
        KexInitMessage offer = SshMessage.Parse<KexInitMessage>(await peer.ExpectAsync(MessageNumber.KexInit));
        Assert.DoesNotContain(CipherSuite.ChaChaPoly, offer.CipherClientToServer);
        Assert.DoesNotContain(CipherSuite.ChaChaPoly, offer.CipherServerToClient);
        peer.Dispose();
        Assert.False((await server).IsOpen);
    }

    [Fact]
    public async Task KexInit_ClientWithoutStrict_ThatWantsOnlyChaCha_HasNoCommonCipher()
    {
        (Task<SshOpening> server, ScriptedPeer peer) = Serve();
        await peer.ExchangeVersionsAsync();
        await peer.SendAsync(NotStrict([CipherSuite.ChaChaPoly]));
        await peer.ReadToEndAsync();
        Assert.Equal(SshEndKind.NoCommonAlgorithm, (await server).Failure?.Kind);
        Assert.Equal(DisconnectReason.KeyExchangeFailed, peer.Farewell?.Reason);
        peer.Dispose();
    }

    [Fact]
    public async Task KexInit_DeviceWithoutStrict_ThatHasOnlyChaCha_IsNotDialled()
    {
        (Stream left, Stream right) = DuplexStream.Pair();
        using var peer = new ScriptedPeer(right, SshRole.Server, hostKey: HostKey);
        Task<SshOpening> client = SshTransport.ConnectAsync(
            left, new ClientTransportOptions { Pins = new HostKeyPins([HostKey.PublicKey.Blob.ToArray()]) }, CancellationToken.None);
        await peer.ExchangeVersionsAsync();
        await peer.SendAsync(NotStrict([CipherSuite.ChaChaPoly]));
        await peer.ReadToEndAsync();
        Assert.Equal(SshEndKind.NoCommonAlgorithm, (await client).Failure?.Kind);
    }

    [Fact]
    public async Task KexInit_ClientThatWaits_IsOfferedTheSafeCiphersAfterASecond()
    {
        var clock = new FakeTimeProvider();
        (Task<SshOpening> server, ScriptedPeer peer) = Serve(clock);
        await peer.ExchangeVersionsAsync();
        Task<byte[]> offer = peer.ExpectAsync(MessageNumber.KexInit);
        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(offer.IsCompleted);
        while (!offer.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(1)); // the server may not have come to set its timer yet
            await Task.Yield();
        }

        Assert.DoesNotContain(CipherSuite.ChaChaPoly, SshMessage.Parse<KexInitMessage>(await offer).CipherClientToServer);
        peer.Dispose();
        Assert.False((await server).IsOpen);
    }

    private static KexInitMessage NotStrict(IReadOnlyList<string> ciphers) =>
        AlgorithmNegotiation.Offer(SshRole.Client, AlgorithmProfile.Strict with { Cipher = ciphers }, ["ssh-ed25519"], first: false, offerChaCha: true);

    private static (Task<SshOpening> Server, ScriptedPeer Peer) Serve(TimeProvider? clock = null)
    {
        (Stream left, Stream right) = DuplexStream.Pair();
        var options = new ServerTransportOptions { HostKeys = [HostKey], Clock = clock ?? TimeProvider.System };
        return (SshTransport.AcceptAsync(left, options, CancellationToken.None), new ScriptedPeer(right, SshRole.Client, pin: HostKey.PublicKey));
    }

    private static async Task Quietly(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
