using Bastion.Ssh.Channels;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Wire;

namespace Bastion.Fuzz.Ssh;

/// <summary>A row of connection messages of a peer against the channel table; its laws are checked after each.</summary>
internal sealed class ChannelsTarget : IFuzzTarget
{
    private const int Capacity = 4;

    public string Name => "channels";

    public IReadOnlyList<byte[]> Seeds { get; } = [Row()];

    public void Run(byte[] input)
    {
        var table = new ChannelTable<int>(Capacity);
        table.TryOpen(ChannelTypes.Session, 0, 100, 100, out _);
        try
        {
            var reader = new WireReader(input);
            while (!reader.AtEnd)
            {
                ReadOnlyMemory<byte> payload = reader.ReadString();
                Step(table, payload);
                if (table.Count > Capacity)
                {
                    throw new InvalidOperationException("more channels than allowed");
                }
            }
        }
        catch (SshProtocolException)
        {
            // Refused.
        }
    }

    private static void Step(ChannelTable<int> table, ReadOnlyMemory<byte> payload)
    {
        switch (payload.IsEmpty ? 0 : payload.Span[0])
        {
            case MessageNumber.ChannelOpen:
                if (table.TryAccept(SshMessage.Parse<ChannelOpenMessage>(payload), 0, out SshChannel<int>? opened))
                {
                    table.Confirm(opened, 1000, 300);
                }

                break;
            case MessageNumber.ChannelOpenConfirmation:
                table.Confirmed(SshMessage.Parse<ChannelOpenConfirmationMessage>(payload));
                break;
            case MessageNumber.ChannelOpenFailure:
                table.Refused(SshMessage.Parse<ChannelOpenFailureMessage>(payload));
                break;
            case MessageNumber.ChannelWindowAdjust:
                table.ReceivedAdjust(SshMessage.Parse<ChannelWindowAdjustMessage>(payload));
                break;
            case MessageNumber.ChannelData:
                ChannelDataMessage data = SshMessage.Parse<ChannelDataMessage>(payload);
                uint before = table.Snapshot().FirstOrDefault(channel => channel.LocalId == data.RecipientChannel)?.ReceiveWindow.Available ?? 0;
                uint after = table.ReceivedData(data.RecipientChannel, data.Data.Length).ReceiveWindow.Available;
                if (before - after != data.Data.Length)
                {
                    throw new InvalidOperationException("the window does not add up");
                }

                break;
            case MessageNumber.ChannelEof:
                table.ReceivedEof(SshMessage.Parse<ChannelEofMessage>(payload).RecipientChannel);
                break;
            case MessageNumber.ChannelClose:
                table.Close(table.ReceivedClose(SshMessage.Parse<ChannelCloseMessage>(payload).RecipientChannel));
                break;
            case MessageNumber.ChannelRequest:
                table.ReceivedRequest(SshMessage.Parse<ChannelRequestMessage>(payload).RecipientChannel).Pending.Expect(null);
                break;
            case MessageNumber.ChannelSuccess:
                table.ReceivedReply(SshMessage.Parse<ChannelSuccessMessage>(payload).RecipientChannel, out _);
                break;
        }
    }

    private static byte[] Row()
    {
        using var writer = new WireWriter();
        writer.WriteString(SshMessage.ToBytes(new ChannelOpenConfirmationMessage(0, 3, 100, 100, default)));
        writer.WriteString(SshMessage.ToBytes(new ChannelDataMessage(0, new byte[10])));
        writer.WriteString(SshMessage.ToBytes(new ChannelOpenMessage(ChannelTypes.Session, 7, 100, 100, default)));
        writer.WriteString(SshMessage.ToBytes(new ChannelRequestMessage(1, "shell", true, default)));
        writer.WriteString(SshMessage.ToBytes(new ChannelSuccessMessage(1)));
        writer.WriteString(SshMessage.ToBytes(new ChannelDataMessage(1, new byte[300])));
        writer.WriteString(SshMessage.ToBytes(new ChannelWindowAdjustMessage(1, 500)));
        writer.WriteString(SshMessage.ToBytes(new ChannelEofMessage(1)));
        writer.WriteString(SshMessage.ToBytes(new ChannelCloseMessage(1)));
        writer.WriteString(SshMessage.ToBytes(new ChannelEofMessage(0)));
        return writer.ToArray();
    }
}
