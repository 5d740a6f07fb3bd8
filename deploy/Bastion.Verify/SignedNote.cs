using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Bastion.Verify;

/// <summary>A signed head of a log: C2SP signed-note, tlog-checkpoint, tlog-cosignature.</summary>
internal sealed record SignedNote(string Origin, ulong Size, byte[] Root, string Body, IReadOnlyList<string> Lines)
{
    private const byte Log = 1;
    private const byte Cosigner = 4;

    /// <summary>Null when the text is none.</summary>
    public static SignedNote? Read(string text)
    {
        var split = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0)
            return null;
        var lines = text[..split].Split('\n');
        var root = new byte[64];
        return lines.Length == 3 && lines[0].Length > 0
            && ulong.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && Convert.TryFromBase64String(lines[2], root, out var length) && length == 32
                ? new SignedNote(lines[0], size, root[..32], text[..(split + 1)], [.. text[(split + 2)..].Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(64)])
                : null;
    }

    /// <summary>Whether the log with this verifier key (name+hash+base64) signed it.</summary>
    public bool IsSignedBy(string verifierKey) =>
        KeyOf(verifierKey, Log) is { } key && key.Name == Origin
        && Lines.Any(line => SignatureIn(line, key) is { Length: 64 } signature && Good(key, Encoding.UTF8.GetBytes(Body), signature));

    /// <summary>When the witness with this verifier key signed it; null when it did not.</summary>
    public DateTimeOffset? CosignedBy(string verifierKey)
    {
        if (KeyOf(verifierKey, Cosigner) is not { } key)
            return null;
        foreach (var line in Lines)
        {
            if (SignatureIn(line, key) is not { Length: 72 } bytes)
                continue;
            var seconds = BinaryPrimitives.ReadInt64BigEndian(bytes);
            if (seconds is >= 0 and < 253_402_300_800 && Good(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n{Body}")), bytes.AsSpan(8)))
                return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }
        return null;
    }

    private static bool Good((string Name, byte[] Hash, byte[] Key) key, byte[] message, ReadOnlySpan<byte> signature) =>
        SignatureAlgorithm.Ed25519.Verify(PublicKey.Import(SignatureAlgorithm.Ed25519, key.Key, KeyBlobFormat.RawPublicKey), message, signature);

    private static (string Name, byte[] Hash, byte[] Key)? KeyOf(string text, byte type)
    {
        var parts = text.Split('+', 3);
        var bytes = new byte[64];
        if (parts.Length != 3 || !Convert.TryFromBase64String(parts[2], bytes, out var length) || length != 33 || bytes[0] != type)
            return null;
        var hash = SHA256.HashData([.. Encoding.UTF8.GetBytes(parts[0]), (byte)'\n', .. bytes[..33]])[..4];
        return parts[1] == Convert.ToHexStringLower(hash) ? (parts[0], hash, bytes[1..33]) : null;
    }

    private static byte[]? SignatureIn(string line, (string Name, byte[] Hash, byte[] Key) key)
    {
        var bytes = new byte[256];
        return line.StartsWith($"— {key.Name} ", StringComparison.Ordinal)
            && Convert.TryFromBase64String(line[(key.Name.Length + 3)..], bytes, out var length) && length > 4
            && bytes.AsSpan(0, 4).SequenceEqual(key.Hash)
                ? bytes[4..length]
                : null;
    }
}
