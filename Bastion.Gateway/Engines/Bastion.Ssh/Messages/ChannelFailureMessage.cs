using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_CHANNEL_FAILURE, RFC 4254 section 5.4.</summary>
public readonly record struct ChannelFailureMessage(uint RecipientChannel) : ISshMessage<ChannelFailureMessage>
{
    static byte ISshMessage<ChannelFailureMessage>.Number => MessageNumber.ChannelFailure;

    public static ChannelFailureMessage Read(ref WireReader reader) => new(reader.ReadUInt32());

    public void Write(WireWriter writer) => writer.WriteUInt32(RecipientChannel);
}
