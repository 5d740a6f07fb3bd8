using System.Security.Cryptography;
using System.Text;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Crypto;

/// <summary>The file format "OPENSSH PRIVATE KEY" (OpenSSH PROTOCOL.key), with one key.</summary>
internal static class OpenSshKeyFile
{
    private const string Label = "OPENSSH PRIVATE KEY";
    private const int BlockLength = 8;

    private static ReadOnlySpan<byte> Magic => "openssh-key-v1\0"u8;

    public static SshPrivateKey Read(ReadOnlySpan<char> pem, ReadOnlySpan<char> passphrase)
    {
        if (!PemEncoding.TryFind(pem, out PemFields fields) || !pem[fields.Label].SequenceEqual(Label))
        {
            throw new FormatException("not an OpenSSH private key");
        }

        var bytes = new byte[fields.DecodedDataLength];
        try
        {
            if (!Convert.TryFromBase64Chars(pem[fields.Base64Data], bytes, out int length))
            {
                throw new FormatException("the private key is damaged");
            }

            return Read(bytes.AsMemory(0, length), passphrase);
        }
        catch (SshProtocolException malformed)
        {
            throw new FormatException("the private key cannot be used: " + malformed.Message, malformed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    public static string Write(SshPrivateKey key, string comment)
    {
        using var section = new WireWriter(4096);
        uint check = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
        section.WriteUInt32(check);
        section.WriteUInt32(check);
        section.WriteString(key.PublicKey.Type);
        key.WritePrivate(section);
        section.WriteString(comment);
        for (byte pad = 1; section.Length % BlockLength != 0; pad++)
        {
            section.WriteByte(pad);
        }

        using var file = new WireWriter(8192);
        file.WriteRaw(Magic);
        file.WriteString("none");
        file.WriteString("none");
        file.WriteString("");
        file.WriteUInt32(1);
        file.WriteString(key.PublicKey.Blob);
        file.WriteString(section.Span);
        var text = new StringBuilder("-----BEGIN " + Label + "-----\n");
        string base64 = Convert.ToBase64String(file.Span);
        const int Line = 70;
        for (int i = 0; i < base64.Length; i += Line)
        {
            text.Append(base64.AsSpan(i, Math.Min(Line, base64.Length - i))).Append('\n');
        }

        return text.Append("-----END " + Label + "-----\n").ToString();
    }

    private static SshPrivateKey Read(Memory<byte> bytes, ReadOnlySpan<char> passphrase)
    {
        var file = new WireReader(bytes);
        if (!file.ReadRaw(Magic.Length).SequenceEqual(Magic))
        {
            throw new FormatException("not an OpenSSH private key");
        }

        string cipher = file.ReadName();
        string derivation = file.ReadName();
        ReadOnlyMemory<byte> kdfOptions = file.ReadString();
        if (file.ReadUInt32() != 1)
        {
            throw new FormatException("the file holds more than one key");
        }

        ReadOnlySpan<byte> publicBlob = file.ReadStringSpan();
        int length = file.ReadString().Length;
        file.RequireEnd();
        bool encrypted = cipher != "none" || derivation != "none";
        if (encrypted)
        {
            if (passphrase.IsEmpty || derivation != "bcrypt")
            {
                throw new FormatException("the private key is encrypted");
            }

            KeyFileCipher.Open(cipher, kdfOptions, passphrase, bytes.Span[^length..]);
        }

        var section = new WireReader(bytes[^length..]);
        if (section.ReadUInt32() != section.ReadUInt32())
        {
            throw new FormatException(encrypted ? "the passphrase is wrong" : "the private key is damaged");
        }

        string type = section.ReadName();
        SshPrivateKey key = type switch
        {
            Ed25519PublicKey.TypeName => Ed25519PrivateKey.ReadPrivate(ref section),
            RsaPublicKey.TypeName => RsaPrivateKey.ReadPrivate(ref section),
            EcdsaPublicKey.P256 or EcdsaPublicKey.P384 or EcdsaPublicKey.P521 => EcdsaPrivateKey.ReadPrivate(type, ref section),
            _ => throw new FormatException("this type of private key is not supported"),
        };
        if (!key.PublicKey.Blob.SequenceEqual(publicBlob))
        {
            key.Dispose();
            throw new FormatException("the private key does not fit its public key");
        }

        return key;
    }
}
