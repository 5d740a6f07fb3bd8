using System.Globalization;

namespace Bastion.Witness;

/// <summary>The body of add-checkpoint: "old" and a size, lines of the proof in base64, an empty line, the checkpoint.</summary>
internal sealed record CheckpointRequest(ulong Old, IReadOnlyList<byte[]> Proof, string Note)
{
    public const int MaxBytes = 16 << 10;
    private const int MaxProof = 63;

    /// <summary>Null when the text is none.</summary>
    public static CheckpointRequest? Read(string body)
    {
        var split = body.IndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || !body.StartsWith("old ", StringComparison.Ordinal))
            return null;
        var lines = body[..split].Split('\n');
        if (lines.Length - 1 > MaxProof || !ulong.TryParse(lines[0].AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var old))
            return null;
        var proof = new List<byte[]>();
        foreach (var line in lines.Skip(1))
        {
            var hash = new byte[48];
            if (!Convert.TryFromBase64String(line, hash, out var length) || length != 32)
                return null;
            proof.Add(hash[..32]);
        }
        return new CheckpointRequest(old, proof, body[(split + 2)..]);
    }
}
