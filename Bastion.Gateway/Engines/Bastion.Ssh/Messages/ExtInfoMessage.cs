using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_EXT_INFO, RFC 8308 section 2.3: pairs of extension name and value.</summary>
public sealed record ExtInfoMessage(IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> Extensions) : ISshMessage<ExtInfoMessage>
{
    /// <summary>RFC 8308 section 3.1: signature algorithms that the server accepts for public key authentication.</summary>
    public const string ServerSignatureAlgorithms = "server-sig-algs";

    static byte ISshMessage<ExtInfoMessage>.Number => MessageNumber.ExtInfo;

    public static ExtInfoMessage Read(ref WireReader reader)
    {
        uint count = reader.ReadUInt32();
        if (count > SshLimits.Extensions)
        {
            throw new SshProtocolException("too many extensions");
        }

        var extensions = new KeyValuePair<string, ReadOnlyMemory<byte>>[count];
        for (int i = 0; i < extensions.Length; i++)
        {
            extensions[i] = new(reader.ReadName(), reader.ReadString());
        }

        return new ExtInfoMessage(extensions);
    }

    public void Write(WireWriter writer)
    {
        writer.WriteUInt32((uint)Extensions.Count);
        foreach ((string name, ReadOnlyMemory<byte> value) in Extensions)
        {
            writer.WriteString(name);
            writer.WriteString(value.Span);
        }
    }
}
