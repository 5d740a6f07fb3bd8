using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bastion.Recorder.Journal;
using NSec.Cryptography;

namespace Bastion.Recorder.Witnessing;

/// <summary>The verifier key of a witness (C2SP signed-note, type 4: timestamped Ed25519 cosignature).</summary>
internal sealed record WitnessKey(string Name, byte[] Hash, PublicKey Key)
{
    private const byte Cosigner = 0x04;

    /// <summary>Null when it is none.</summary>
    public static WitnessKey? Parse(string text)
    {
        var parts = text.Split('+', 3);
        var bytes = new byte[33];
        if (parts.Length != 3 || parts[0].Length == 0 || !Convert.TryFromBase64String(parts[2], bytes, out var length) || length != 33 || bytes[0] != Cosigner)
            return null;
        var hash = SHA256.HashData([.. Encoding.UTF8.GetBytes(parts[0]), (byte)'\n', .. bytes])[..4];
        return parts[1] == Convert.ToHexStringLower(hash)
            ? new WitnessKey(parts[0], hash, PublicKey.Import(SignatureAlgorithm.Ed25519, bytes.AsSpan(1), KeyBlobFormat.RawPublicKey))
            : null;
    }

    /// <summary>Whether this line is a cosignature of this witness over the checkpoint.</summary>
    public bool Signed(string line, Checkpoint checkpoint)
    {
        var bytes = new byte[76];
        if (!line.StartsWith($"— {Name} ", StringComparison.Ordinal)
            || !Convert.TryFromBase64String(line[(Name.Length + 3)..], bytes, out var length) || length != bytes.Length || !bytes.AsSpan(0, 4).SequenceEqual(Hash))
            return false;
        var seconds = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(4));
        var message = string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n{checkpoint.Text}");
        return SignatureAlgorithm.Ed25519.Verify(Key, Encoding.UTF8.GetBytes(message), bytes.AsSpan(12));
    }
}
