using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_UNIMPLEMENTED, RFC 4253 section 11.4.</summary>
public readonly record struct UnimplementedMessage(uint Sequence) : ISshMessage<UnimplementedMessage>
{
    static byte ISshMessage<UnimplementedMessage>.Number => MessageNumber.Unimplemented;

    public static UnimplementedMessage Read(ref WireReader reader) => new(reader.ReadUInt32());

    public void Write(WireWriter writer) => writer.WriteUInt32(Sequence);
}
