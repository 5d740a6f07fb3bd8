using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_USERAUTH_PK_OK, RFC 4252 section 7.</summary>
public sealed record PublicKeyOkMessage(string Algorithm, ReadOnlyMemory<byte> PublicKey) : ISshMessage<PublicKeyOkMessage>
{
    static byte ISshMessage<PublicKeyOkMessage>.Number => MessageNumber.UserAuthMethod60;

    public static PublicKeyOkMessage Read(ref WireReader reader) => new(reader.ReadName(), reader.ReadString(SshLimits.KeyBlob));

    public void Write(WireWriter writer)
    {
        writer.WriteString(Algorithm);
        writer.WriteString(PublicKey.Span);
    }
}
