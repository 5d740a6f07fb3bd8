using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_KEX_ECDH_INIT, RFC 5656 section 4; SSH_MSG_KEXDH_INIT has the same shape: the mpint is kept as its string.</summary>
public sealed record KexExchangeInitMessage(ReadOnlyMemory<byte> PublicValue) : ISshMessage<KexExchangeInitMessage>
{
    static byte ISshMessage<KexExchangeInitMessage>.Number => MessageNumber.KexExchangeInit;

    public static KexExchangeInitMessage Read(ref WireReader reader) => new(reader.ReadString(SshLimits.KeyBlob));

    public void Write(WireWriter writer) => writer.WriteString(PublicValue.Span);
}
