using Bastion.Ssh.Authentication;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Tests.Peers;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Bastion.Ssh.Tests.Transport;

public sealed class RekeyTests
{
    private static readonly SshPrivateKey HostKey = SshPrivateKey.GenerateEd25519();
    private static readonly AlgorithmProfile Profile = AlgorithmProfile.Strict with { KeyExchange = ["curve25519-sha256"] };

    [Fact]
    public async Task Rekey_FromBothEndsUnderLoadFromManyTasks_LosesAndReordersNothing()
    {
        const int Writers = 4;
        const uint PerWriter = 3_000;
        const int InFlight = 200;
        (SshTransport server, SshTransport client) = await PairAsync(20_000, 30_000);
        using var toClient = new SemaphoreSlim(InFlight);
        using var toServer = new SemaphoreSlim(InFlight);
        Task<uint> atClient = CountAsync(client, Writers, PerWriter, toClient);
        Task<uint> atServer = CountAsync(server, Writers, PerWriter, toServer);
        var sending = new List<Task>();
        foreach (SshTransport transport in new[] { server, client })
        {
            for (uint writer = 0; writer < Writers; writer++)
            {
                uint channel = writer;
                SemaphoreSlim credit = transport == server ? toClient : toServer;
                sending.Add(Task.Run(async () =>
                {
                    for (uint i = 0; i < PerWriter; i++)
                    {
                        await credit.WaitAsync();
                        transport.Write(new ChannelWindowAdjustMessage(channel, i));
                        await transport.FlushAsync(CancellationToken.None);
                    }

                    await transport.FlushAsync(CancellationToken.None);
                }));
            }
        }

        await Task.WhenAll(sending);
        Assert.Equal(Writers * PerWriter, await atClient);
        Assert.Equal(Writers * PerWriter, await atServer);
        Assert.InRange(server.KeyExchanges, 5, 1000);
        await client.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Rekey_OldKeys_AreRenewedWithTheNextTraffic()
    {
        var clock = new FakeTimeProvider();
        (SshTransport server, SshTransport client) = await PairAsync(1 << 30, 1 << 30, clock);
        Task<InboundBatch> atClient = client.ReceiveAsync(CancellationToken.None).AsTask();
        Task<InboundBatch> atServer = server.ReceiveAsync(CancellationToken.None).AsTask();
        clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        await client.SendAsync(new ChannelEofMessage(1), CancellationToken.None);
        Assert.Equal(1, (await atServer).Count);
        Assert.Equal(1, client.KeyExchanges);

        clock.Advance(TimeSpan.FromTicks(1));
        atServer = server.ReceiveAsync(CancellationToken.None).AsTask();
        await client.SendAsync(new ChannelEofMessage(2), CancellationToken.None);
        await client.SendAsync(new ChannelEofMessage(3), CancellationToken.None);
        InboundBatch batch = await atServer;
        Assert.Equal(2u, SshMessage.Parse<ChannelEofMessage>(batch[0].Payload).RecipientChannel);
        if (batch.Count == 1)
        {
            batch = await server.ReceiveAsync(CancellationToken.None);
        }

        Assert.Equal(3u, SshMessage.Parse<ChannelEofMessage>(batch[batch.Count - 1].Payload).RecipientChannel);
        Assert.Equal(2, server.KeyExchanges);
        await client.DisposeAsync();
        await server.DisposeAsync();
        Assert.NotNull((await atClient).End);
    }

    [Fact]
    public async Task Rekey_PeerThatNeverAnswers_TimesOut()
    {
        var clock = new FakeTimeProvider();
        (Stream left, Stream right) = DuplexStream.Pair();
        Task<SshOpening> opening = SshTransport.AcceptAsync(left, ServerOptions(1 << 30, clock), CancellationToken.None);
        using var peer = new ScriptedPeer(right, SshRole.Client, Profile, pin: HostKey.PublicKey);
        await peer.ToServiceAsync();
        await using SshTransport server = (await opening).Transport!;
        clock.Advance(TimeSpan.FromHours(1));
        server.Write(new IgnoreMessage(default));
        await server.FlushAsync(CancellationToken.None);
        await peer.ExpectAsync(MessageNumber.KexInit);
        clock.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        Assert.Null(server.End);
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(SshEndKind.TimedOut, (await server.ReceiveAsync(CancellationToken.None)).End?.Kind);
        await Assert.ThrowsAsync<SshEndedException>(() => server.SendAsync(new ChannelEofMessage(0), CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task Rekey_OtherHostKey_EndsTheDeviceLeg() // CVE-2026-60002
    {
        (Stream left, Stream right) = DuplexStream.Pair();
        Task<SshOpening> opening = SshTransport.ConnectAsync(left, ClientOptions(1 << 30, TimeProvider.System), CancellationToken.None);
        using SshPrivateKey other = SshPrivateKey.GenerateEd25519();
        var keys = new List<SshPrivateKey> { HostKey };
        using var peer = new ScriptedPeer(right, SshRole.Server, Profile, keys);
        await peer.ToServiceAsync();
        await using SshTransport client = (await opening).Transport!;
        keys[0] = other;
        Task<InboundBatch> receiving = client.ReceiveAsync(CancellationToken.None).AsTask();
        await peer.StartKeyExchangeAsync();
        while (await peer.ReadAsync() is { } payload)
        {
            peer.Drive(payload);
            await peer.FlushAsync();
        }

        Assert.Equal(DisconnectReason.HostKeyNotVerifiable, peer.Farewell?.Reason);
        Assert.Equal(SshEndKind.HostKeyMismatch, (await receiving).End?.Kind);
    }

    [Fact]
    public async Task Rekey_SecondKexInitInOne_IsRefused()
    {
        (Stream left, Stream right) = DuplexStream.Pair();
        Task<SshOpening> opening = SshTransport.AcceptAsync(left, ServerOptions(1 << 30, TimeProvider.System), CancellationToken.None);
        using var peer = new ScriptedPeer(right, SshRole.Client, Profile, pin: HostKey.PublicKey);
        await peer.ToServiceAsync();
        await using SshTransport server = (await opening).Transport!;
        Task<InboundBatch> receiving = server.ReceiveAsync(CancellationToken.None).AsTask();
        await peer.StartKeyExchangeAsync();
        await peer.StartKeyExchangeAsync();
        Assert.Equal(SshEndKind.ProtocolError, (await receiving).End?.Kind);
    }

    [Fact]
    public async Task Rekey_Flood_IsCut()
    {
        (Stream left, Stream right) = DuplexStream.Pair();
        Task<SshOpening> opening = SshTransport.AcceptAsync(left, ServerOptions(1 << 30, TimeProvider.System), CancellationToken.None);
        using var peer = new ScriptedPeer(right, SshRole.Client, Profile, pin: HostKey.PublicKey);
        await peer.ToServiceAsync();
        await using SshTransport server = (await opening).Transport!;
        Task<InboundBatch> receiving = server.ReceiveAsync(CancellationToken.None).AsTask();
        int exchanges = 0;
        try
        {
            for (; exchanges < 1000; exchanges++)
            {
                await peer.ExchangeKeysAsync();
            }
        }
        catch (Exception cut) when (cut is IOException or InvalidOperationException)
        {
        }

        Assert.InRange(exchanges, 32, 100);
        Assert.Equal(SshEndKind.ProtocolError, (await receiving).End?.Kind);
    }

    private static ServerTransportOptions ServerOptions(long rekeyAfter, TimeProvider clock) =>
        new() { HostKeys = [HostKey], Algorithms = Profile, RekeyAfterBytes = rekeyAfter, Clock = clock };

    private static ClientTransportOptions ClientOptions(long rekeyAfter, TimeProvider clock) => new()
    {
        Pins = new HostKeyPins([HostKey.PublicKey.Blob.ToArray()]),
        Algorithms = Profile,
        RekeyAfterBytes = rekeyAfter,
        Clock = clock,
    };

    private static async Task<(SshTransport Server, SshTransport Client)> PairAsync(long serverBytes, long clientBytes, TimeProvider? clock = null)
    {
        clock ??= TimeProvider.System;
        (Stream left, Stream right) = DuplexStream.Pair();
        Task<SshOpening> accepting = SshTransport.AcceptAsync(left, ServerOptions(serverBytes, clock), CancellationToken.None);
        SshOpening client = await SshTransport.ConnectAsync(right, ClientOptions(clientBytes, clock), CancellationToken.None);
        SshOpening server = await accepting;
        Assert.True(client.IsOpen && server.IsOpen);
        using var password = Secret.FromText(TestAuthenticator.RightPassword);
        Task<ServerAuthenticationResult> judging = ServerAuthentication.RunAsync(
            server.Transport,
            new TestAuthenticator(),
            new ServerAuthenticationOptions { Methods = [AuthMethods.Password] },
            CancellationToken.None);
        ClientAuthenticationResult result = await ClientAuthentication.RunAsync(
            client.Transport, ClientCredential.Password(TestAuthenticator.Login, password), TimeSpan.FromMinutes(1), CancellationToken.None);
        Assert.True(result.Succeeded && (await judging).Succeeded);
        return (server.Transport, client.Transport);
    }

    private static async Task<uint> CountAsync(SshTransport transport, int writers, uint perWriter, SemaphoreSlim credit)
    {
        var next = new uint[writers];
        uint count = 0;
        while (count < writers * perWriter)
        {
            InboundBatch batch = await transport.ReceiveAsync(CancellationToken.None);
            Assert.Null(batch.End);
            foreach (InboundMessage message in batch)
            {
                var adjust = SshMessage.Parse<ChannelWindowAdjustMessage>(message.Payload);
                Assert.Equal(next[adjust.RecipientChannel]++, adjust.BytesToAdd);
                count++;
                credit.Release();
            }
        }

        // The loop must go on: the other end may still be in a key exchange.
        _ = Task.Run(async () =>
        {
            while ((await transport.ReceiveAsync(CancellationToken.None)).End is null)
            {
            }
        });
        return count;
    }
}
