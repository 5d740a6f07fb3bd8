using System.Globalization;
using System.Text;

namespace Bastion.Witness;

/// <summary>A signed head of a log, C2SP tlog-checkpoint without extension lines.</summary>
internal sealed record Head(string Origin, ulong Size, byte[] Root, string Body)
{
    private const int MaxSignatures = 16;

    /// <summary>Null when the text is no such note.</summary>
    public static Head? Read(string note)
    {
        var split = note.IndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0)
            return null;
        var lines = note[..split].Split('\n');
        var root = new byte[48];
        return lines.Length == 3 && lines[0].Length > 0
            && ulong.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) && lines[1] == size.ToString(CultureInfo.InvariantCulture)
            && Convert.TryFromBase64String(lines[2], root, out var length) && length == 32
                ? new Head(lines[0], size, root[..32], note[..(split + 1)])
                : null;
    }

    /// <summary>Whether a line of the note is a good signature of this key.</summary>
    public bool IsSignedBy(VerifierKey key, string note)
    {
        var lines = note[(Body.Length + 1)..].Split('\n', MaxSignatures + 1);
        return lines.Take(MaxSignatures).Any(line =>
            line.StartsWith($"— {key.Name} ", StringComparison.Ordinal)
            && Decoded(line[(key.Name.Length + 3)..]) is { Length: 68 } bytes
            && bytes.AsSpan(0, 4).SequenceEqual(key.Hash)
            && key.Verify(Encoding.UTF8.GetBytes(Body), bytes.AsSpan(4)));
    }

    private static byte[]? Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
