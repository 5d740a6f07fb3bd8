using System.Security.Cryptography;
using Bastion.Recorder.Sealing;

namespace Bastion.Recorder.Recordings;

/// <summary>
/// The two keys of one recording. Each writer (a run of Recorder) draws a salt and derives its own pair from them, so that a record
/// written again after a crash never meets the same key and nonce.
/// </summary>
internal sealed class RecordingKeys(byte[] replay, byte[] input)
{
    public static RecordingKeys Create() =>
        new(RandomNumberGenerator.GetBytes(WrappingKey.KeySize), RandomNumberGenerator.GetBytes(WrappingKey.KeySize));

    public EpochKeys Epoch(ReadOnlySpan<byte> salt) => new(Derive(replay, salt, "bastion recording v1 replay"u8), Derive(input, salt, "bastion recording v1 input"u8));

    /// <summary>The content of the key file beside the recording.</summary>
    public byte[] Wrap(KeyRing ring, Guid recording) => KeyFile.Write(recording, [.. Wraps(ring, recording)]);

    /// <summary>The key of one purpose itself, for an export; who takes it must have the right to it.</summary>
    public byte[] Reveal(KeyPurpose purpose) => [.. purpose == KeyPurpose.Input ? input : replay];


    /// <exception cref="CryptographicException">The keys are gone or are not for this Recorder.</exception>
    public static RecordingKeys Unwrap(KeyRing ring, Guid recording, ReadOnlySpan<byte> file)
    {
        var wrapped = KeyFile.Read(recording, file);
        return new RecordingKeys(
            ring.Replay.Unwrap(KeyFile.Find(wrapped, KeyPurpose.Replay, ring.Replay.Id), recording, KeyPurpose.Replay),
            ring.Input.Unwrap(KeyFile.Find(wrapped, KeyPurpose.Input, ring.Input.Id), recording, KeyPurpose.Input));
    }

    /// <summary>The key of what is kept beside the recording and lives as long as it.</summary>
    public byte[] Derived(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info) => Derive(replay, salt, info);

    public override string ToString() => "recording keys";

    private IEnumerable<WrappedKey> Wraps(KeyRing ring, Guid recording)
    {
        foreach (var (purpose, key, recipient) in ((KeyPurpose, byte[], WrappingKey)[])[(KeyPurpose.Replay, replay, ring.Replay), (KeyPurpose.Input, input, ring.Input)])
        {
            yield return new WrappedKey(purpose, WrappingKey.Kind, recipient.Id, recipient.Wrap(key, recording, purpose));
            if (ring.Auditor is { } auditor)
                yield return new WrappedKey(purpose, AuditorKey.Kind, auditor.Id, auditor.Wrap(key, WrappingKey.Bound(recording, purpose)));
        }
    }

    private static byte[] Derive(byte[] key, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info)
    {
        var derived = new byte[WrappingKey.KeySize];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, salt, info);
        return derived;
    }
}
