using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Crypto;

/// <summary>
/// An OpenSSH certificate (PROTOCOL.certkeys): a public key and what an authority says of it. Here it is only taken apart, so that whoever shows
/// it can be asked to prove that he holds its key; whether the authority is to be believed, for whom and until when, is not for an engine to say.
/// </summary>
public sealed class SshCertificate : SshPublicKey
{
    private const uint User = 1;
    private const uint Host = 2;

    private SshCertificate(byte[] blob, string type, SshPublicKey key)
        : base(blob)
    {
        Type = type;
        Key = key;
        SignatureAlgorithms = [.. key.SignatureAlgorithms.Select(CertificateNames.Of)];
    }

    public override string Type { get; }

    public override IReadOnlyList<string> SignatureAlgorithms { get; }

    /// <summary>The key that is certified.</summary>
    public SshPublicKey Key { get; }

    /// <summary>The reader stands behind the type.</summary>
    internal static SshCertificate Read(byte[] blob, string type, ref WireReader reader)
    {
        string plain = CertificateNames.PlainOf(type);
        reader.ReadStringSpan(SshLimits.KeyBlob); // nonce
        int start = reader.Position;
        for (int field = 0; field < FieldsOf(plain); field++)
        {
            reader.ReadStringSpan(SshLimits.KeyBlob);
        }

        using var key = new WireWriter(1024);
        key.WriteString(plain);
        key.WriteRaw(blob.AsSpan(start, reader.Position - start));
        reader.ReadUInt64(); // serial
        if (reader.ReadUInt32() is not (User or Host))
        {
            throw new SshProtocolException("certificate is of an unknown kind");
        }

        reader.ReadStringSpan(SshLimits.Text); // key id
        reader.ReadStringSpan(SshLimits.Text); // principals
        reader.ReadUInt64(); // valid after
        reader.ReadUInt64(); // valid before
        reader.ReadStringSpan(SshLimits.Text); // critical options
        reader.ReadStringSpan(SshLimits.Text); // extensions
        reader.ReadStringSpan(SshLimits.Text); // reserved
        reader.ReadStringSpan(SshLimits.KeyBlob); // key of the authority
        reader.ReadStringSpan(SshLimits.KeyBlob); // its signature
        return new SshCertificate(blob, type, Parse(key.ToArray()));
    }

    /// <summary>The key's own signature: its name in the signature blob is the plain one.</summary>
    public override bool Verify(string algorithm, ReadOnlySpan<byte> data, ReadOnlyMemory<byte> signature) =>
        SignatureAlgorithms.Contains(algorithm) && Key.Verify(CertificateNames.PlainOf(algorithm), data, signature);

    private protected override bool VerifyCore(string algorithm, ReadOnlySpan<byte> data, ref WireReader signature) => false;

    private static int FieldsOf(string plain) => plain switch
    {
        Ed25519PublicKey.TypeName => 1,
        RsaPublicKey.TypeName or EcdsaPublicKey.P256 or EcdsaPublicKey.P384 or EcdsaPublicKey.P521 or SecurityPublicKey.Ed25519 => 2,
        SecurityPublicKey.Ecdsa => 3,
        _ => throw new SshProtocolException("key type is not supported"),
    };
}
