using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Bastion.Recorder.Journal;

/// <summary>
/// A signed head of the journal as C2SP tlog-checkpoint has it: origin, size, base64 root hash, each on its line; an empty line; and
/// signature lines of C2SP signed-note, here one of Ed25519 (key type 1).
/// </summary>
internal sealed record Checkpoint(string Origin, ulong Size, byte[] Root)
{
    private const byte Ed25519Type = 0x01;

    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    public string Sign(Key key)
    {
        var signature = SignatureAlgorithm.Ed25519.Sign(key, Encoding.UTF8.GetBytes(Text));
        return $"{Text}\n— {Origin} {Convert.ToBase64String([.. KeyHash(Origin, key.PublicKey), .. signature])}\n";
    }

    /// <summary>The checkpoint of a note that carries a good signature of this key; null for any other text.</summary>
    public static Checkpoint? Open(string note, string origin, PublicKey key)
    {
        if (note.Split("\n\n", 2) is not [var body, var signatures] || body.Split('\n') is not [var named, var counted, var hashed, ..] || named != origin
            || !ulong.TryParse(counted, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || Decoded(hashed) is not { Length: MerkleTree.HashSize } root)
            return null;
        var signed = signatures.Split('\n').Any(line =>
            line.StartsWith($"— {origin} ", StringComparison.Ordinal)
            && Decoded(line[(origin.Length + 3)..]) is { Length: 68 } bytes
            && bytes.AsSpan(0, 4).SequenceEqual(KeyHash(origin, key))
            && SignatureAlgorithm.Ed25519.Verify(key, Encoding.UTF8.GetBytes(body + "\n"), bytes.AsSpan(4)));
        return signed ? new Checkpoint(origin, size, root) : null;
    }

    private static byte[]? Decoded(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }

    internal static byte[] KeyHash(string name, PublicKey key) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519Type, .. key.Export(KeyBlobFormat.RawPublicKey)])[..4];
}
