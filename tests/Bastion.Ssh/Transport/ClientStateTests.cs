using Bastion.Ssh.Authentication;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Tests.Peers;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Tests.Transport;

/// <summary>Each of the 256 message numbers from a hostile device in each state: the client goes on only where the RFCs allow it.</summary>
public sealed class ClientStateTests
{
    private static readonly SshPrivateKey HostKey = SshPrivateKey.GenerateEd25519();
    private static readonly AlgorithmProfile Profile = AlgorithmProfile.Strict with { KeyExchange = ["curve25519-sha256"] };

    [Theory]
    [InlineData("after KEXINIT", "")]
    [InlineData("service", "2-4 8-19 22-29")]
    [InlineData("authentication", "2-4 8-19 22-29 52 54-59 62-79")]
    [InlineData("connection", "2-4 8-19 22-29 54-59 62-79 80-255")]
    public async Task Client_EachOf256Numbers_LivesOnOnlyWhereAllowed(string state, string survivors)
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
        Task<SshEnd?> client = DialAsync(left);
        using var peer = new ScriptedPeer(right, SshRole.Server, Profile, HostKey);
        switch (state)
        {
            case "after KEXINIT":
                await peer.ExchangeVersionsAsync();
                await peer.StartKeyExchangeAsync();
                break;
            case "service":
                await peer.ToServiceAsync();
                await peer.ExpectAsync(MessageNumber.ServiceRequest);
                break;
            case "authentication":
                await peer.ToAuthenticationAsync();
                break;
            default:
                await peer.ToConnectionAsync();
                break;
        }

        // SUCCESS has no fields; everything else is garbage.
        await peer.SendPayloadAsync(number == MessageNumber.UserAuthSuccess ? [number] : [number, .. new byte[3]]);
        bool alive = await ProbeAsync(peer) && await ProbeAsync(peer);
        right.Dispose();
        SshEnd? end = await client;
        Assert.True(alive || end?.Kind is SshEndKind.ProtocolError or SshEndKind.PeerDisconnected, $"message {number} in state {state}: {end}");
        return alive;
    }

    private static async Task<bool> ProbeAsync(ScriptedPeer peer)
    {
        const byte Unassigned = 19;
        try
        {
            await peer.SendPayloadAsync([Unassigned]);
        }
        catch (Exception closed) when (closed is IOException or InvalidOperationException)
        {
        }

        while (await peer.ReadAsync() is { } payload)
        {
            if (payload[0] == MessageNumber.Unimplemented && SshMessage.Parse<UnimplementedMessage>(payload).Sequence == peer.SentSequence - 1)
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<SshEnd?> DialAsync(Stream stream)
    {
        var options = new ClientTransportOptions { Pins = new HostKeyPins([HostKey.PublicKey.Blob.ToArray()]), Algorithms = Profile };
        SshOpening opening = await SshTransport.ConnectAsync(stream, options, CancellationToken.None);
        if (!opening.IsOpen)
        {
            return opening.Failure;
        }

        await using SshTransport transport = opening.Transport;
        using var password = Secret.FromText("secret");
        ClientAuthenticationResult result = await ClientAuthentication.RunAsync(
            transport, ClientCredential.Password("account", password), TimeSpan.FromMinutes(1), CancellationToken.None);
        while (result.Succeeded)
        {
            InboundBatch batch = await transport.ReceiveAsync(CancellationToken.None);
            if (batch.End is { } end)
            {
                return end;
            }
        }

        return result.End ?? transport.End;
    }
}
