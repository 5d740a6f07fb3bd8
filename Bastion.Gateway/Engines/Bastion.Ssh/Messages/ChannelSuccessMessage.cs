using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_CHANNEL_SUCCESS, RFC 4254 section 5.4.</summary>
public readonly record struct ChannelSuccessMessage(uint RecipientChannel) : ISshMessage<ChannelSuccessMessage>
{
    static byte ISshMessage<ChannelSuccessMessage>.Number => MessageNumber.ChannelSuccess;

    public static ChannelSuccessMessage Read(ref WireReader reader) => new(reader.ReadUInt32());

    public void Write(WireWriter writer) => writer.WriteUInt32(RecipientChannel);
}
