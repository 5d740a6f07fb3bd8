using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Bastion.Admin.Identity;

/// <summary>Verifies a signature of publickey authentication again: Gateway is not believed.</summary>
internal static class SshSignature
{
    /// <param name="key">The key that is on record.</param>
    /// <param name="algorithm">As the client named it: rsa-sha2-256 differs from the key's own ssh-rsa.</param>
    /// <param name="data">What was signed (RFC 4252 section 7).</param>
    /// <param name="signature">string algorithm, string signature.</param>
    public static bool Verify(SshPublicKey key, string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (SshPublicKey.Strings(signature) is not [var name, var value] || Encoding.ASCII.GetString(name) != algorithm)
            return false;
        try
        {
            return (key.Algorithm, algorithm) switch
            {
                ("ssh-ed25519", "ssh-ed25519") => Ed25519(key.Parts[0], data, value),
                ("ssh-rsa", "rsa-sha2-256") => Rsa(key, data, value, HashAlgorithmName.SHA256),
                ("ssh-rsa", "rsa-sha2-512") => Rsa(key, data, value, HashAlgorithmName.SHA512),
                ("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256") => EcDsa(key, data, value, ECCurve.NamedCurves.nistP256, 32, HashAlgorithmName.SHA256),
                ("ecdsa-sha2-nistp384", "ecdsa-sha2-nistp384") => EcDsa(key, data, value, ECCurve.NamedCurves.nistP384, 48, HashAlgorithmName.SHA384),
                ("ecdsa-sha2-nistp521", "ecdsa-sha2-nistp521") => EcDsa(key, data, value, ECCurve.NamedCurves.nistP521, 66, HashAlgorithmName.SHA512),
                _ => false,
            };
        }
        catch (Exception unusable) when (unusable is CryptographicException or ArgumentException or FormatException)
        {
            return false;
        }
    }

    /// <summary>RFC 4252 section 7: the signed data is for this user name, this method, this algorithm and this key.</summary>
    /// <returns>The user name as the client gave it, or null.</returns>
    public static string? SignedUser(ReadOnlySpan<byte> data, string algorithm, ReadOnlySpan<byte> blob)
    {
        // string session id, byte 50, string user, string service, string "publickey", boolean TRUE, string algorithm, string key
        if (!Take(ref data, out _) || data.Length < 1 || data[0] != 50)
            return null;
        data = data[1..];
        if (!Take(ref data, out var user) || !Take(ref data, out var service) || !Take(ref data, out var method) || data.Length < 1 || data[0] == 0)
            return null;
        data = data[1..];
        if (!Take(ref data, out var named) || !Take(ref data, out var key) || data.Length != 0)
            return null;
        var right = service.SequenceEqual("ssh-connection"u8) && method.SequenceEqual("publickey"u8)
            && Encoding.ASCII.GetString(named) == algorithm && key.SequenceEqual(blob);
        return right ? Encoding.UTF8.GetString(user) : null;
    }

    private static bool Take(ref ReadOnlySpan<byte> data, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (data.Length < 4)
            return false;
        var length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(data);
        if (length > data.Length - 4)
            return false;
        value = data.Slice(4, (int)length);
        data = data[(4 + (int)length)..];
        return true;
    }

    private static bool Ed25519(byte[] key, ReadOnlySpan<byte> data, byte[] signature)
    {
        var algorithm = SignatureAlgorithm.Ed25519;
        return signature.Length == algorithm.SignatureSize && algorithm.Verify(PublicKey.Import(algorithm, key, KeyBlobFormat.RawPublicKey), data, signature);
    }

    private static bool Rsa(SshPublicKey key, ReadOnlySpan<byte> data, byte[] signature, HashAlgorithmName hash)
    {
        using var rsa = RSA.Create(new RSAParameters { Exponent = Unsigned(key.Parts[0]), Modulus = Unsigned(key.Parts[1]) });
        return rsa.VerifyData(data, signature, hash, RSASignaturePadding.Pkcs1);
    }

    private static bool EcDsa(SshPublicKey key, ReadOnlySpan<byte> data, byte[] signature, ECCurve curve, int size, HashAlgorithmName hash)
    {
        var point = key.Parts[1];
        if (point.Length != 1 + (2 * size) || point[0] != 4 || SshPublicKey.Strings(signature) is not [var r, var s])
            return false;
        using var ecdsa = ECDsa.Create(new ECParameters { Curve = curve, Q = new ECPoint { X = point[1..(1 + size)], Y = point[(1 + size)..] } });
        var fixedField = new byte[2 * size];
        return Fill(r, fixedField.AsSpan(0, size)) && Fill(s, fixedField.AsSpan(size))
            && ecdsa.VerifyData(data, fixedField, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static bool Fill(byte[] mpint, Span<byte> field)
    {
        var value = Unsigned(mpint);
        if (value.Length > field.Length)
            return false;
        value.CopyTo(field[(field.Length - value.Length)..]);
        return true;
    }

    private static byte[] Unsigned(byte[] mpint) => mpint.AsSpan().TrimStart((byte)0).ToArray();
}
