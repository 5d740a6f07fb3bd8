using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_CHANNEL_EOF, RFC 4254 section 5.3.</summary>
public readonly record struct ChannelEofMessage(uint RecipientChannel) : ISshMessage<ChannelEofMessage>
{
    static byte ISshMessage<ChannelEofMessage>.Number => MessageNumber.ChannelEof;

    public static ChannelEofMessage Read(ref WireReader reader) => new(reader.ReadUInt32());

    public void Write(WireWriter writer) => writer.WriteUInt32(RecipientChannel);
}
