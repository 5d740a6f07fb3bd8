using System.Diagnostics.CodeAnalysis;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Authentication;

/// <summary>What method "publickey" adds to SSH_MSG_USERAUTH_REQUEST, RFC 4252 section 7.</summary>
internal readonly record struct PublicKeyFields(
    bool Signed, string Algorithm, ReadOnlyMemory<byte> PublicKey, ReadOnlyMemory<byte> Signature)
{
    public static PublicKeyFields Read(ReadOnlyMemory<byte> data)
    {
        var reader = new WireReader(data);
        bool signed = reader.ReadBoolean();
        string algorithm = reader.ReadName();
        ReadOnlyMemory<byte> key = reader.ReadString(SshLimits.KeyBlob);
        ReadOnlyMemory<byte> signature = signed ? reader.ReadString(SshLimits.KeyBlob) : default;
        reader.RequireEnd();
        return new PublicKeyFields(signed, algorithm, key, signature);
    }

    /// <summary>Session id, then the request as it came without its last field, the signature.</summary>
    public static byte[] SignedData(ReadOnlySpan<byte> sessionId, ReadOnlySpan<byte> payload, int signatureLength)
    {
        using var writer = new WireWriter(1024);
        writer.WriteString(sessionId);
        writer.WriteRaw(payload[..^(4 + signatureLength)]);
        return writer.ToArray();
    }

    /// <summary>The algorithm must be one of those that the key makes: a key of one type never passes for another.</summary>
    public static bool TryParseKey(PublicKeyFields fields, [NotNullWhen(true)] out SshPublicKey? key)
    {
        try
        {
            key = SshPublicKey.Parse(fields.PublicKey.ToArray());
        }
        catch (SshProtocolException)
        {
            key = null; // a kind of key that we do not know is no reason to hang up
        }

        key = key?.SignatureAlgorithms.Contains(fields.Algorithm) == true ? key : null;
        return key is not null;
    }
}
