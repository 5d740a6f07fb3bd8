using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Crypto;

/// <summary>ssh-ed25519, RFC 8709.</summary>
internal sealed class Ed25519PublicKey : SshPublicKey
{
    public const string TypeName = "ssh-ed25519";

    private readonly byte[] _point;

    private Ed25519PublicKey(byte[] blob, byte[] point)
        : base(blob) => _point = point;

    public override string Type => TypeName;

    public override IReadOnlyList<string> SignatureAlgorithms { get; } = [TypeName];

    public static Ed25519PublicKey Create(ReadOnlySpan<byte> point)
    {
        using var writer = new WireWriter(64);
        writer.WriteString(TypeName);
        writer.WriteString(point);
        return new Ed25519PublicKey(writer.ToArray(), point.ToArray());
    }

    public static Ed25519PublicKey Read(byte[] blob, ref WireReader reader) => new(blob, ReadPoint(ref reader));

    public static byte[] ReadPoint(ref WireReader reader)
    {
        ReadOnlySpan<byte> point = reader.ReadStringSpan();
        return point.Length == Sodium.KeyLength ? point.ToArray() : throw new SshProtocolException("ed25519 key has a wrong length");
    }

    private protected override bool VerifyCore(string algorithm, ReadOnlySpan<byte> data, ref WireReader signature) =>
        Sodium.Ed25519Verify(_point, data, signature.ReadStringSpan());
}
