using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_DISCONNECT, RFC 4253 section 11.1.</summary>
public sealed record DisconnectMessage(DisconnectReason Reason, string Description, string Language) : ISshMessage<DisconnectMessage>
{
    static byte ISshMessage<DisconnectMessage>.Number => MessageNumber.Disconnect;

    public static DisconnectMessage Read(ref WireReader reader) => new(
        (DisconnectReason)reader.ReadUInt32(),
        reader.ReadLenientText(),
        reader.ReadLenientText(SshLimits.Name));

    public void Write(WireWriter writer)
    {
        writer.WriteUInt32((uint)Reason);
        writer.WriteString(Description);
        writer.WriteString(Language);
    }
}
