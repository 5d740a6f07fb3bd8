using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_KEX_ECDH_REPLY, RFC 5656 section 4, and SSH_MSG_KEXDH_REPLY, RFC 4253 section 8.</summary>
public sealed record KexExchangeReplyMessage(
    ReadOnlyMemory<byte> HostKey,
    ReadOnlyMemory<byte> PublicValue,
    ReadOnlyMemory<byte> Signature) : ISshMessage<KexExchangeReplyMessage>
{
    static byte ISshMessage<KexExchangeReplyMessage>.Number => MessageNumber.KexExchangeReply;

    public static KexExchangeReplyMessage Read(ref WireReader reader) => new(
        reader.ReadString(SshLimits.KeyBlob),
        reader.ReadString(SshLimits.KeyBlob),
        reader.ReadString(SshLimits.KeyBlob));

    public void Write(WireWriter writer)
    {
        writer.WriteString(HostKey.Span);
        writer.WriteString(PublicValue.Span);
        writer.WriteString(Signature.Span);
    }
}
