using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_CHANNEL_CLOSE, RFC 4254 section 5.3.</summary>
public readonly record struct ChannelCloseMessage(uint RecipientChannel) : ISshMessage<ChannelCloseMessage>
{
    static byte ISshMessage<ChannelCloseMessage>.Number => MessageNumber.ChannelClose;

    public static ChannelCloseMessage Read(ref WireReader reader) => new(reader.ReadUInt32());

    public void Write(WireWriter writer) => writer.WriteUInt32(RecipientChannel);
}
