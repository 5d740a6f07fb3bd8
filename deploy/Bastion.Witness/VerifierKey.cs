using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Bastion.Witness;

/// <summary>A verifier key of C2SP signed-note: name, '+', key hash in hexadecimal, '+', base64 of type and key.</summary>
internal sealed record VerifierKey(string Name, byte[] Hash, byte[] Key)
{
    public const byte Log = 0x01;
    public const byte Cosigner = 0x04;

    /// <summary>Null when it is none, or not of a log's Ed25519 key.</summary>
    public static VerifierKey? Parse(string text)
    {
        var parts = text.Split('+', 3);
        var bytes = new byte[33];
        if (parts.Length != 3 || parts[0].Length == 0 || !Convert.TryFromBase64String(parts[2], bytes, out var length) || length != 33 || bytes[0] != Log)
            return null;
        var hash = HashOf(parts[0], Log, bytes[1..]);
        return parts[1] == Convert.ToHexStringLower(hash) ? new VerifierKey(parts[0], hash, bytes[1..]) : null;
    }

    public static byte[] HashOf(string name, byte type, byte[] key) => SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', type, .. key])[..4];

    public static string Format(string name, byte type, byte[] key) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}+{Convert.ToHexStringLower(HashOf(name, type, key))}+{Convert.ToBase64String([type, .. key])}");

    public bool Verify(byte[] message, ReadOnlySpan<byte> signature) =>
        SignatureAlgorithm.Ed25519.Verify(PublicKey.Import(SignatureAlgorithm.Ed25519, Key, KeyBlobFormat.RawPublicKey), message, signature);
}
