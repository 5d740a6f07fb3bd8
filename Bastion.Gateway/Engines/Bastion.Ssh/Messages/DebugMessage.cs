using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_DEBUG, RFC 4253 section 11.3.</summary>
public sealed record DebugMessage(bool AlwaysDisplay, string Text, string Language) : ISshMessage<DebugMessage>
{
    static byte ISshMessage<DebugMessage>.Number => MessageNumber.Debug;

    public static DebugMessage Read(ref WireReader reader) => new(
        reader.ReadBoolean(),
        reader.ReadLenientText(),
        reader.ReadLenientText(SshLimits.Name));

    public void Write(WireWriter writer)
    {
        writer.WriteBoolean(AlwaysDisplay);
        writer.WriteString(Text);
        writer.WriteString(Language);
    }
}
