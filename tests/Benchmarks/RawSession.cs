using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Bastion.Ssh.Authentication;
using Bastion.Ssh.Channels;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Benchmarks;

/// <summary>One session whose command echoes, without a process of its own: a thousand of them are what is measured, not the clients.</summary>
internal sealed class RawSession : IAsyncDisposable
{
    private const int Piece = 32 * 1024;

    private readonly SshTransport transport;
    private readonly ChannelTable<object?> channels;
    private readonly SshChannel<object?> channel;

    private RawSession(SshTransport transport, SshChannel<object?> channel, ChannelTable<object?> channels)
    {
        this.transport = transport;
        this.channel = channel;
        this.channels = channels;
    }

    public static async Task<RawSession> OpenAsync(int port, HostKeyPins pins, string user, SshPrivateKey key)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var opening = await SshTransport.ConnectAsync(new NetworkStream(socket, ownsSocket: true), new ClientTransportOptions { Pins = pins, KeyExchangeTimeout = TimeSpan.FromMinutes(5) }, CancellationToken.None);
        var transport = opening.Transport ?? throw new InvalidOperationException($"no connection: {opening.Failure}");
        var signedIn = await ClientAuthentication.RunAsync(transport, ClientCredential.PrivateKey(user, key), TimeSpan.FromMinutes(5), CancellationToken.None);
        if (!signedIn.Succeeded)
        {
            throw new InvalidOperationException($"{user} was refused: {signedIn.Outcome} {signedIn.End}");
        }

        var channels = new ChannelTable<object?>();
        channels.TryOpen(ChannelTypes.Session, null, ChannelLimits.Window, ChannelLimits.MaximumPacket, out var channel);
        var session = new RawSession(transport, channel!, channels);
        await transport.SendAsync(new ChannelOpenMessage(ChannelTypes.Session, channel!.LocalId, ChannelLimits.Window, ChannelLimits.MaximumPacket, default), CancellationToken.None);
        await session.UntilAsync(() => channel.State == ChannelState.Open, null);
        channel.Pending.Expect(null);
        await transport.SendAsync(RequestData.ToMessage(channel.RemoteId, new ExecRequest("cat"u8.ToArray()), wantReply: true), CancellationToken.None);
        await session.UntilAsync(() => channel.Pending.Count == 0, null);
        return session;
    }

    /// <summary>Sends so many random bytes and takes them back.</summary>
    /// <returns>Whether they are the same, by SHA-256.</returns>
    public async Task<bool> EchoAsync(long bytes)
    {
        using var sent = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var received = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var random = RandomNumberGenerator.GetBytes(Piece);
        long there = 0, back = 0;
        while (back < bytes)
        {
            while (there < bytes && channel.SendWindow.TakeUpTo((int)Math.Min(Math.Min(Piece, channel.SendWindow.MaximumPacket), bytes - there)) is > 0 and var count)
            {
                // Other bytes each time, without asking the kernel for all of them.
                random[there % Piece]++;
                sent.AppendData(random, 0, count);
                transport.Write(new ChannelDataMessage(channel.RemoteId, random.AsMemory(0, count)));
                there += count;
            }

            await transport.FlushAsync(CancellationToken.None);
            var before = back;
            await UntilAsync(() => back > before || channel.SendWindow.Available > 0 && there < bytes, data =>
            {
                received.AppendData(data.Span);
                back += data.Length;
            });
        }

        return back == bytes && sent.GetHashAndReset().AsSpan().SequenceEqual(received.GetHashAndReset());
    }

    public async ValueTask DisposeAsync()
    {
        await transport.DisconnectAsync(DisconnectReason.ByApplication, "done", TimeSpan.FromSeconds(5));
        await transport.DisposeAsync();
    }

    private async Task UntilAsync(Func<bool> reached, Action<ReadOnlyMemory<byte>>? take)
    {
        while (!reached())
        {
            var batch = await transport.ReceiveAsync(CancellationToken.None);
            foreach (var message in batch)
            {
                Handle(message, take);
            }

            if (batch.End is { } end && !reached())
            {
                throw new InvalidOperationException($"the session ended: {end}");
            }

            await transport.FlushAsync(CancellationToken.None);
        }
    }

    private void Handle(InboundMessage message, Action<ReadOnlyMemory<byte>>? take)
    {
        switch (message.Number)
        {
            case MessageNumber.ChannelOpenConfirmation:
                channels.Confirmed(SshMessage.Parse<ChannelOpenConfirmationMessage>(message.Payload));
                break;
            case MessageNumber.ChannelSuccess:
                channels.ReceivedReply(channel.LocalId, out _);
                break;
            case MessageNumber.ChannelWindowAdjust:
                channels.ReceivedAdjust(SshMessage.Parse<ChannelWindowAdjustMessage>(message.Payload));
                break;
            case MessageNumber.ChannelData:
                var data = SshMessage.Parse<ChannelDataMessage>(message.Payload).Data;
                channels.ReceivedData(channel.LocalId, data.Length);
                take?.Invoke(data);
                transport.Write(new ChannelWindowAdjustMessage(channel.RemoteId, channel.ReceiveWindow.Grant((uint)data.Length)));
                break;
            case MessageNumber.GlobalRequest or MessageNumber.ChannelExtendedData or MessageNumber.ChannelRequest:
                break;
            default:
                throw new InvalidOperationException($"message {message.Number} was not expected");
        }
    }
}
