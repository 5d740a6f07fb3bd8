using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_CHANNEL_OPEN, RFC 4254 section 5.1. <c>Data</c> is what the channel type adds; nothing for "session".</summary>
public sealed record ChannelOpenMessage(
    string Type,
    uint SenderChannel,
    uint InitialWindow,
    uint MaximumPacket,
    ReadOnlyMemory<byte> Data) : ISshMessage<ChannelOpenMessage>
{
    static byte ISshMessage<ChannelOpenMessage>.Number => MessageNumber.ChannelOpen;

    public static ChannelOpenMessage Read(ref WireReader reader) => new(
        reader.ReadName(),
        reader.ReadUInt32(),
        reader.ReadUInt32(),
        reader.ReadUInt32(),
        reader.ReadRest());

    public void Write(WireWriter writer)
    {
        writer.WriteString(Type);
        writer.WriteUInt32(SenderChannel);
        writer.WriteUInt32(InitialWindow);
        writer.WriteUInt32(MaximumPacket);
        writer.WriteRaw(Data.Span);
    }
}
