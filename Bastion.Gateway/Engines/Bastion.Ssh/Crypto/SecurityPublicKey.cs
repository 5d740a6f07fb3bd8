using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Crypto;

/// <summary>
/// Keys in a FIDO authenticator, OpenSSH PROTOCOL.u2f: sk-ssh-ed25519@openssh.com and sk-ecdsa-sha2-nistp256@openssh.com.
/// A signature without user presence is refused.
/// </summary>
internal sealed class SecurityPublicKey : SshPublicKey
{
    public const string Ed25519 = "sk-ssh-ed25519@openssh.com";
    public const string Ecdsa = "sk-ecdsa-sha2-nistp256@openssh.com";

    private const int UserPresent = 1;

    private readonly byte[] _edPoint;
    private readonly ECPoint _ecPoint;
    private readonly byte[] _applicationHash;

    private SecurityPublicKey(byte[] blob, string type, byte[] edPoint, ECPoint ecPoint, string application)
        : base(blob)
    {
        Type = type;
        SignatureAlgorithms = [type];
        _edPoint = edPoint;
        _ecPoint = ecPoint;
        _applicationHash = SHA256.HashData(Encoding.UTF8.GetBytes(application));
    }

    public override string Type { get; }

    public override IReadOnlyList<string> SignatureAlgorithms { get; }

    public static SecurityPublicKey Read(byte[] blob, string type, ref WireReader reader)
    {
        byte[] edPoint = type == Ed25519 ? Ed25519PublicKey.ReadPoint(ref reader) : [];
        ECPoint ecPoint = type == Ecdsa ? EcdsaPublicKey.ReadPoint(EcdsaCurve.P256, ref reader) : default;
        return new SecurityPublicKey(blob, type, edPoint, ecPoint, reader.ReadText(SshLimits.Login));
    }

    private protected override bool VerifyCore(string algorithm, ReadOnlySpan<byte> data, ref WireReader signature)
    {
        ReadOnlyMemory<byte> inner = signature.ReadString();
        byte flags = signature.ReadByte();
        uint counter = signature.ReadUInt32();
        Span<byte> signed = stackalloc byte[32 + 1 + 4 + 32];
        _applicationHash.CopyTo(signed);
        signed[32] = flags;
        BinaryPrimitives.WriteUInt32BigEndian(signed[33..], counter);
        SHA256.HashData(data, signed[37..]);
        return (flags & UserPresent) != 0
            && (Type == Ed25519
                ? Sodium.Ed25519Verify(_edPoint, signed, inner.Span)
                : EcdsaPublicKey.Verify(EcdsaCurve.P256, _ecPoint, signed, inner));
    }
}
