using System.Net;
using System.Net.Sockets;
using System.Text;
using Bastion.Ssh.Authentication;
using Bastion.Ssh.Channels;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Tests.Peers;

/// <summary>Our client role with one session channel, as plain as can be.</summary>
internal sealed class EngineClient(SshTransport transport) : IAsyncDisposable
{
    private readonly ChannelTable<object?> _channels = new();

    public SshTransport Transport => transport;

    public MemoryStream Output { get; } = new();

    public MemoryStream Errors { get; } = new();

    public uint? ExitStatus { get; private set; }

    public string Text => Encoding.UTF8.GetString(Output.ToArray());

    public static async Task<SshOpening> OpenAsync(int port, ClientTransportOptions options)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return await SshTransport.ConnectAsync(new NetworkStream(socket, ownsSocket: true), options, CancellationToken.None);
    }

    /// <summary>Opens a session channel, asks for a pty if told so, runs the command with this input and waits for its end.</summary>
    public async Task RunAsync(string command, byte[]? input = null, bool terminal = false)
    {
        Assert.True(_channels.TryOpen(ChannelTypes.Session, null, ChannelLimits.Window, ChannelLimits.MaximumPacket, out SshChannel<object?>? channel));
        transport.Write(new ChannelOpenMessage(
            ChannelTypes.Session, channel.LocalId, ChannelLimits.Window, ChannelLimits.MaximumPacket, default));
        await transport.FlushAsync(CancellationToken.None);
        int sent = 0;
        while (channel.State != ChannelState.Closed)
        {
            InboundBatch batch = await transport.ReceiveAsync(CancellationToken.None);
            foreach (InboundMessage message in batch)
            {
                Handle(channel, message, command, terminal);
            }

            sent += Send(channel, (input ?? []).AsMemory(sent), input is not null);
            if (batch.End is not null)
            {
                Assert.Fail($"the connection ended: {batch.End}");
            }

            await transport.FlushAsync(CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync() => transport.DisposeAsync();

    private int Send(SshChannel<object?> channel, ReadOnlyMemory<byte> rest, bool closes)
    {
        int sent = 0;
        while (channel.State == ChannelState.Open && sent < rest.Length)
        {
            int count = channel.SendWindow.TakeUpTo(Math.Min(rest.Length - sent, channel.SendWindow.MaximumPacket));
            if (count == 0)
            {
                return sent;
            }

            transport.Write(new ChannelDataMessage(channel.RemoteId, rest.Slice(sent, count)));
            sent += count;
        }

        if (closes && _channels.SendEof(channel))
        {
            transport.Write(new ChannelEofMessage(channel.RemoteId));
        }

        return sent;
    }

    private void Handle(SshChannel<object?> channel, InboundMessage message, string command, bool terminal)
    {
        switch (message.Number)
        {
            case MessageNumber.ChannelOpenConfirmation:
                _channels.Confirmed(SshMessage.Parse<ChannelOpenConfirmationMessage>(message.Payload));
                if (terminal)
                {
                    Ask(channel, new PtyRequest("xterm", 132, 50, 0, 0, new byte[] { 0 }));
                }

                Ask(channel, new ExecRequest(Encoding.UTF8.GetBytes(command)));
                break;
            case MessageNumber.ChannelSuccess:
                _channels.ReceivedReply(SshMessage.Parse<ChannelSuccessMessage>(message.Payload).RecipientChannel, out _);
                break;
            case MessageNumber.ChannelFailure:
                _channels.ReceivedReply(SshMessage.Parse<ChannelFailureMessage>(message.Payload).RecipientChannel, out object? tag);
                Assert.Fail("refused: " + tag);
                break;
            case MessageNumber.ChannelWindowAdjust:
                _channels.ReceivedAdjust(SshMessage.Parse<ChannelWindowAdjustMessage>(message.Payload));
                break;
            case MessageNumber.ChannelData:
                var data = SshMessage.Parse<ChannelDataMessage>(message.Payload);
                Take(data.RecipientChannel, data.Data, Output);
                break;
            case MessageNumber.ChannelExtendedData:
                var extended = SshMessage.Parse<ChannelExtendedDataMessage>(message.Payload);
                Take(extended.RecipientChannel, extended.Data, Errors);
                break;
            case MessageNumber.ChannelRequest:
                var request = SshMessage.Parse<ChannelRequestMessage>(message.Payload);
                if (request.Type == ChannelRequestTypes.ExitStatus)
                {
                    ExitStatus = RequestData.Parse<ExitStatusRequest>(request.Data).Status;
                }

                break;
            case MessageNumber.ChannelEof:
                _channels.ReceivedEof(SshMessage.Parse<ChannelEofMessage>(message.Payload).RecipientChannel);
                break;
            case MessageNumber.ChannelClose:
                SshChannel<object?> closed = _channels.ReceivedClose(SshMessage.Parse<ChannelCloseMessage>(message.Payload).RecipientChannel);
                if (_channels.Close(closed))
                {
                    transport.Write(new ChannelCloseMessage(closed.RemoteId));
                }

                break;
        }
    }

    private void Ask<T>(SshChannel<object?> channel, T request)
        where T : IRequestData<T>
    {
        channel.Pending.Expect(T.Type);
        transport.Write(RequestData.ToMessage(channel.RemoteId, request, true));
    }

    private void Take(uint recipient, ReadOnlyMemory<byte> data, MemoryStream target)
    {
        SshChannel<object?> channel = _channels.ReceivedData(recipient, data.Length);
        target.Write(data.Span);
        transport.Write(new ChannelWindowAdjustMessage(channel.RemoteId, channel.ReceiveWindow.Grant((uint)data.Length)));
    }
}
