using System.Text;
using Bastion.Ssh.Channels;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Tests.Peers;

/// <summary>
/// Session channels with commands of our own: <c>say TEXT</c>, <c>cat</c>, <c>count</c> (bytes of stdin), <c>flood N</c>, <c>err TEXT</c>,
/// <c>exit N</c>. A shell echoes lines.
/// </summary>
internal sealed class EngineSession(SshTransport transport)
{
    private readonly ChannelTable<Command> _channels = new();

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            InboundBatch batch = await transport.ReceiveAsync(cancellation);
            try
            {
                foreach (InboundMessage message in batch)
                {
                    Handle(message);
                }

                await transport.FlushAsync(cancellation);
            }
            catch (SshEndedException)
            {
                return;
            }
            catch (SshProtocolException broken)
            {
                await transport.DisconnectAsync(broken.Reason, broken.Message, TimeSpan.FromSeconds(1));
                return;
            }

            if (batch.End is not null)
            {
                return;
            }
        }
    }

    private void Handle(InboundMessage message)
    {
        switch (message.Number)
        {
            case MessageNumber.GlobalRequest:
                if (SshMessage.Parse<GlobalRequestMessage>(message.Payload).WantReply)
                {
                    transport.Write(default(RequestFailureMessage));
                }

                break;
            case MessageNumber.ChannelOpen:
                Open(SshMessage.Parse<ChannelOpenMessage>(message.Payload));
                break;
            case MessageNumber.ChannelRequest:
                Request(SshMessage.Parse<ChannelRequestMessage>(message.Payload));
                break;
            case MessageNumber.ChannelData:
                var data = SshMessage.Parse<ChannelDataMessage>(message.Payload);
                Data(_channels.ReceivedData(data.RecipientChannel, data.Data.Length), data.Data);
                break;
            case MessageNumber.ChannelWindowAdjust:
                Pump(_channels.ReceivedAdjust(SshMessage.Parse<ChannelWindowAdjustMessage>(message.Payload)));
                break;
            case MessageNumber.ChannelEof:
                SshChannel<Command> ended = _channels.ReceivedEof(SshMessage.Parse<ChannelEofMessage>(message.Payload).RecipientChannel);
                Ended(ended);
                break;
            case MessageNumber.ChannelClose:
                SshChannel<Command> closed = _channels.ReceivedClose(SshMessage.Parse<ChannelCloseMessage>(message.Payload).RecipientChannel);
                if (_channels.Close(closed))
                {
                    transport.Write(new ChannelCloseMessage(closed.RemoteId));
                }

                break;
        }
    }

    private void Open(ChannelOpenMessage open)
    {
        if (open.Type != ChannelTypes.Session || !_channels.TryAccept(open, new Command(), out SshChannel<Command>? channel))
        {
            transport.Write(new ChannelOpenFailureMessage(
                open.SenderChannel, ChannelOpenFailureReason.AdministrativelyProhibited, "no", ""));
            return;
        }

        transport.Write(_channels.Confirm(channel, ChannelLimits.Window, ChannelLimits.MaximumPacket));
    }

    private void Request(ChannelRequestMessage request)
    {
        SshChannel<Command> channel = _channels.ReceivedRequest(request.RecipientChannel);
        bool known = request.Type is ChannelRequestTypes.Pty or ChannelRequestTypes.Shell or ChannelRequestTypes.Exec
            or ChannelRequestTypes.Environment or ChannelRequestTypes.WindowChange or ChannelRequestTypes.Signal;
        if (request.WantReply)
        {
            if (known)
            {
                transport.Write(new ChannelSuccessMessage(channel.RemoteId));
            }
            else
            {
                transport.Write(new ChannelFailureMessage(channel.RemoteId));
            }
        }

        if (request.Type == ChannelRequestTypes.Exec)
        {
            Start(channel, RequestData.Parse<ExecRequest>(request.Data).CommandText);
        }
        else if (request.Type == ChannelRequestTypes.Pty)
        {
            PtyRequest pty = RequestData.Parse<PtyRequest>(request.Data);
            channel.Owner.Terminal = $"{pty.Terminal} {pty.Columns}x{pty.Rows}";
        }
    }

    private void Start(SshChannel<Command> channel, string command)
    {
        string[] words = command.Split(' ', 2);
        channel.Owner.Name = words[0];
        switch (words[0])
        {
            case "say":
                channel.Owner.Output.Write(Encoding.UTF8.GetBytes(words[1] + "\n"));
                Finish(channel, 0);
                break;
            case "tty":
                channel.Owner.Output.Write(Encoding.UTF8.GetBytes(channel.Owner.Terminal + "\n"));
                Finish(channel, 0);
                break;
            case "err":
                byte[] text = Encoding.UTF8.GetBytes(words[1] + "\n");
                channel.SendWindow.TryTake(text.Length);
                transport.Write(new ChannelExtendedDataMessage(channel.RemoteId, ChannelExtendedDataMessage.StandardError, text));
                Finish(channel, 0);
                break;
            case "exit":
                Finish(channel, uint.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture));
                break;
            case "flood":
                channel.Owner.Flood = long.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture);
                Finish(channel, 0);
                break;
        }
    }

    private void Data(SshChannel<Command> channel, ReadOnlyMemory<byte> data)
    {
        channel.Owner.Received += data.Length;
        if (channel.Owner.Name == "cat")
        {
            channel.Owner.Output.Write(data.Span);
            Pump(channel);
        }

        uint granted = channel.ReceiveWindow.Grant((uint)data.Length);
        transport.Write(new ChannelWindowAdjustMessage(channel.RemoteId, granted));
    }

    private void Ended(SshChannel<Command> channel)
    {
        if (channel.Owner.Name == "count")
        {
            channel.Owner.Output.Write(Encoding.UTF8.GetBytes(channel.Owner.Received + "\n"));
            Finish(channel, 0);
        }
        else if (channel.Owner.Name == "cat")
        {
            Finish(channel, 0);
        }
    }

    private void Finish(SshChannel<Command> channel, uint status)
    {
        channel.Owner.Status = status;
        Pump(channel);
    }

    private void Pump(SshChannel<Command> channel)
    {
        Command command = channel.Owner;
        while (command.Flood > 0 || command.Unsent > 0)
        {
            if (command.Unsent == 0)
            {
                int chunk = (int)Math.Min(command.Flood, ChannelLimits.MaximumPacket);
                command.Output.Write(new byte[chunk]);
                command.Flood -= chunk;
            }

            int count = channel.SendWindow.TakeUpTo(Math.Min(command.Unsent, channel.SendWindow.MaximumPacket));
            if (count == 0)
            {
                return;
            }

            transport.Write(new ChannelDataMessage(channel.RemoteId, command.Take(count)));
        }

        if (command.Status is { } status && _channels.SendEof(channel))
        {
            transport.Write(new ChannelEofMessage(channel.RemoteId));
            transport.Write(RequestData.ToMessage(channel.RemoteId, new ExitStatusRequest(status), false));
            _channels.Close(channel);
            transport.Write(new ChannelCloseMessage(channel.RemoteId));
        }
    }

    private sealed class Command
    {
        private int _sent;

        public string Name { get; set; } = "";

        public string Terminal { get; set; } = "none";

        public long Received { get; set; }

        public long Flood { get; set; }

        public uint? Status { get; set; }

        public MemoryStream Output { get; } = new();

        public int Unsent => (int)Output.Length - _sent;

        public byte[] Take(int count)
        {
            byte[] taken = Output.GetBuffer().AsSpan(_sent, count).ToArray();
            _sent += count;
            if (Unsent == 0)
            {
                Output.SetLength(0);
                _sent = 0;
            }

            return taken;
        }
    }
}
