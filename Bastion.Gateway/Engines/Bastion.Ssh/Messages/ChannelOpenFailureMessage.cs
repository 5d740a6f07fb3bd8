using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_CHANNEL_OPEN_FAILURE, RFC 4254 section 5.1.</summary>
public sealed record ChannelOpenFailureMessage(
    uint RecipientChannel,
    ChannelOpenFailureReason Reason,
    string Description,
    string Language) : ISshMessage<ChannelOpenFailureMessage>
{
    static byte ISshMessage<ChannelOpenFailureMessage>.Number => MessageNumber.ChannelOpenFailure;

    public static ChannelOpenFailureMessage Read(ref WireReader reader) => new(
        reader.ReadUInt32(),
        (ChannelOpenFailureReason)reader.ReadUInt32(),
        reader.ReadLenientText(),
        reader.ReadLenientText(SshLimits.Name));

    public void Write(WireWriter writer)
    {
        writer.WriteUInt32(RecipientChannel);
        writer.WriteUInt32((uint)Reason);
        writer.WriteString(Description);
        writer.WriteString(Language);
    }
}
