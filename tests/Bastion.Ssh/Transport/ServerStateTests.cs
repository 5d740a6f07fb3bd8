using Bastion.Ssh.Authentication;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Tests.Peers;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Tests.Transport;

/// <summary>
/// Each of the 256 message numbers sent to a live server in each state: only what the RFCs allow leaves the connection alive, and nothing
/// ever signs anybody in (CVE-2018-10933, CVE-2025-32433 and their like).
/// </summary>
public sealed class ServerStateTests
{
    private static readonly SshPrivateKey HostKey = SshPrivateKey.GenerateEd25519();

    // Cheap, because there are two thousand handshakes.
    private static readonly AlgorithmProfile Profile = AlgorithmProfile.Strict with { KeyExchange = ["curve25519-sha256"] };

    [Theory]
    [InlineData("before KEXINIT", "")]
    [InlineData("after KEXINIT", "")]
    [InlineData("service", "2-4 8-19 22-29")]
    [InlineData("authentication", "2-4 8-19 22-29 54-59 62-79")]
    [InlineData("connection", "2-4 8-19 22-29 50 54-59 62-79 80-255")]
    public async Task Server_EachOf256Numbers_LivesOnOnlyWhereAllowed(string state, string survivors)
    {
        for (int number = 0; number < 256; number++)
        {
            bool alive = await SurvivesAsync(state, (byte)number);
            bool expected = survivors.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(range => range.Split('-').Select(int.Parse).ToArray())
                .Any(ends => number >= ends[0] && number <= ends[^1]);
            Assert.True(alive == expected, $"message {number} in state {state}: alive {alive}");
        }
    }

    private static async Task<bool> SurvivesAsync(string state, byte number)
    {
        (Stream left, Stream right) = DuplexStream.Pair();
        var authenticator = new TestAuthenticator();
        Task<SshEnd?> server = ServeAsync(left, authenticator);
        using var peer = new ScriptedPeer(right, SshRole.Client, Profile, pin: HostKey.PublicKey);
        switch (state)
        {
            case "before KEXINIT":
                await peer.ExchangeVersionsAsync();
                break;
            case "after KEXINIT":
                await peer.ExchangeVersionsAsync();
                await peer.StartKeyExchangeAsync();
                break;
            case "service":
                await peer.ToServiceAsync();
                break;
            case "authentication":
                await peer.ToAuthenticationAsync();
                break;
            default:
                await peer.ToConnectionAsync();
                break;
        }

        int calls = authenticator.Calls.Count;
        await peer.SendPayloadAsync([number, .. new byte[3]]);
        if (state is "before KEXINIT")
        {
            // With strict key exchange the offence shows when KEXINIT is not the first packet.
            await peer.SendPayloadAsync(SshMessage.ToBytes(AlgorithmNegotiation.Offer(SshRole.Client, Profile, ["ssh-ed25519"], true, true)));
        }

        // Twice: the first answer may overtake the judgement of a message in the same batch.
        bool alive = await ProbeAsync(peer) && await ProbeAsync(peer);
        right.Dispose();
        SshEnd? end = await server;
        Assert.Equal(calls, authenticator.Calls.Count);
        Assert.NotNull(end);
        if (!alive)
        {
            Assert.True(end.Kind is SshEndKind.ProtocolError or SshEndKind.PeerDisconnected, $"message {number} in state {state}: {end}");
        }

        return alive;
    }

    // Something that is answered in every state where the connection still lives.
    private static async Task<bool> ProbeAsync(ScriptedPeer peer)
    {
        const byte Unassigned = 19;
        await Quietly(() => peer.SendPayloadAsync([Unassigned]));
        while (await peer.ReadAsync() is { } payload)
        {
            if (payload[0] == MessageNumber.Unimplemented && SshMessage.Parse<UnimplementedMessage>(payload).Sequence == peer.SentSequence - 1)
            {
                return true;
            }
        }

        return false;
    }

    private static async Task Quietly(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception closed) when (closed is IOException or InvalidOperationException)
        {
        }
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
            transport,
            authenticator,
            new ServerAuthenticationOptions { Methods = [AuthMethods.Password, AuthMethods.PublicKey, AuthMethods.KeyboardInteractive] },
            CancellationToken.None);
        if (!result.Succeeded)
        {
            return result.End;
        }

        Assert.Equal(TestAuthenticator.Login, result.Login);
        while (true)
        {
            InboundBatch batch = await transport.ReceiveAsync(CancellationToken.None);
            foreach (InboundMessage message in batch)
            {
                Assert.InRange(message.Number, 80, 100);
            }

            if (batch.End is { } end)
            {
                return end;
            }
        }
    }
}
