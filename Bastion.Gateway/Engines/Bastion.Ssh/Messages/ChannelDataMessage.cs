using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_CHANNEL_DATA, RFC 4254 section 5.2.</summary>
public readonly record struct ChannelDataMessage(uint RecipientChannel, ReadOnlyMemory<byte> Data) : ISshMessage<ChannelDataMessage>
{
    static byte ISshMessage<ChannelDataMessage>.Number => MessageNumber.ChannelData;

    public static ChannelDataMessage Read(ref WireReader reader) => new(reader.ReadUInt32(), reader.ReadString());

    public void Write(WireWriter writer)
    {
        writer.WriteUInt32(RecipientChannel);
        writer.WriteString(Data.Span);
    }
}
