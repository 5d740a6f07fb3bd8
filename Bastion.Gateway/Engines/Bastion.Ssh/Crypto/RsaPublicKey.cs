using System.Security.Cryptography;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Crypto;

/// <summary>ssh-rsa keys with SHA-2 signatures, RFC 8332. Signatures "ssh-rsa" (SHA-1) do not exist here.</summary>
internal sealed class RsaPublicKey : SshPublicKey
{
    public const string TypeName = "ssh-rsa";
    public const string Sha256 = "rsa-sha2-256";
    public const string Sha512 = "rsa-sha2-512";

    // A public exponent is 3 or 65537; a long one only costs the verifier time.
    private const int ExponentLength = 8;

    private readonly RSAParameters _parameters;

    private RsaPublicKey(byte[] blob, RSAParameters parameters)
        : base(blob) => _parameters = parameters;

    public override string Type => TypeName;

    public override IReadOnlyList<string> SignatureAlgorithms { get; } = [Sha512, Sha256];

    public static RsaPublicKey Create(RSAParameters parameters)
    {
        using var writer = new WireWriter(512);
        writer.WriteString(TypeName);
        writer.WriteMpInt(parameters.Exponent);
        writer.WriteMpInt(parameters.Modulus);
        return new RsaPublicKey(writer.ToArray(), new RSAParameters { Exponent = parameters.Exponent, Modulus = parameters.Modulus });
    }

    public static RsaPublicKey Read(byte[] blob, ref WireReader reader)
    {
        byte[] exponent = reader.ReadUnsignedMpInt(ExponentLength + 1).ToArray();
        byte[] modulus = reader.ReadUnsignedMpInt().ToArray();
        int bits = modulus.Length * 8;
        bool weak = bits < SshLimits.RsaBitsMin || bits > SshLimits.RsaBitsMax || (modulus[^1] & 1) == 0;
        bool bad = exponent.Length == 0 || (exponent[^1] & 1) == 0 || exponent is [1];
        return weak || bad
            ? throw new SshProtocolException("RSA key is weak or malformed")
            : new RsaPublicKey(blob, new RSAParameters { Exponent = exponent, Modulus = modulus });
    }

    public static HashAlgorithmName HashOf(string algorithm) =>
        algorithm == Sha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512;

    private protected override bool VerifyCore(string algorithm, ReadOnlySpan<byte> data, ref WireReader signature)
    {
        ReadOnlySpan<byte> bytes = signature.ReadStringSpan();
        int length = _parameters.Modulus!.Length;
        if (bytes.Length > length)
        {
            return false;
        }

        // Some signers drop leading zeros.
        Span<byte> padded = stackalloc byte[SshLimits.RsaBitsMax / 8];
        padded = padded[..length];
        padded.Clear();
        bytes.CopyTo(padded[(length - bytes.Length)..]);
        using var rsa = RSA.Create(_parameters);
        return rsa.VerifyData(data, padded, HashOf(algorithm), RSASignaturePadding.Pkcs1);
    }
}
