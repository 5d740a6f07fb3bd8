using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_IGNORE, RFC 4253 section 11.2.</summary>
public sealed record IgnoreMessage(ReadOnlyMemory<byte> Data) : ISshMessage<IgnoreMessage>
{
    static byte ISshMessage<IgnoreMessage>.Number => MessageNumber.Ignore;

    public static IgnoreMessage Read(ref WireReader reader) => new(reader.ReadString());

    public void Write(WireWriter writer) => writer.WriteString(Data.Span);
}
