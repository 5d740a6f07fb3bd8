using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_CHANNEL_WINDOW_ADJUST, RFC 4254 section 5.2.</summary>
public readonly record struct ChannelWindowAdjustMessage(uint RecipientChannel, uint BytesToAdd) : ISshMessage<ChannelWindowAdjustMessage>
{
    static byte ISshMessage<ChannelWindowAdjustMessage>.Number => MessageNumber.ChannelWindowAdjust;

    public static ChannelWindowAdjustMessage Read(ref WireReader reader) => new(reader.ReadUInt32(), reader.ReadUInt32());

    public void Write(WireWriter writer)
    {
        writer.WriteUInt32(RecipientChannel);
        writer.WriteUInt32(BytesToAdd);
    }
}
