using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_CHANNEL_OPEN_CONFIRMATION, RFC 4254 section 5.1.</summary>
public sealed record ChannelOpenConfirmationMessage(
    uint RecipientChannel,
    uint SenderChannel,
    uint InitialWindow,
    uint MaximumPacket,
    ReadOnlyMemory<byte> Data) : ISshMessage<ChannelOpenConfirmationMessage>
{
    static byte ISshMessage<ChannelOpenConfirmationMessage>.Number => MessageNumber.ChannelOpenConfirmation;

    public static ChannelOpenConfirmationMessage Read(ref WireReader reader) => new(
        reader.ReadUInt32(),
        reader.ReadUInt32(),
        reader.ReadUInt32(),
        reader.ReadUInt32(),
        reader.ReadRest());

    public void Write(WireWriter writer)
    {
        writer.WriteUInt32(RecipientChannel);
        writer.WriteUInt32(SenderChannel);
        writer.WriteUInt32(InitialWindow);
        writer.WriteUInt32(MaximumPacket);
        writer.WriteRaw(Data.Span);
    }
}
