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
    public byte[] Wrap(KeyRing ring, Guid recording) => KeyFile.Write(
        recording,
        new WrappedKey(KeyPurpose.Replay, ring.Replay.Id, ring.Replay.Wrap(replay, recording, KeyPurpose.Replay)),
        new WrappedKey(KeyPurpose.Input, ring.Input.Id, ring.Input.Wrap(input, recording, KeyPurpose.Input)));

    /// <exception cref="CryptographicException">The keys are gone or are not for this Recorder.</exception>
    public static RecordingKeys Unwrap(KeyRing ring, Guid recording, ReadOnlySpan<byte> file)
    {
        var wrapped = KeyFile.Read(recording, file);
        return new RecordingKeys(
            ring.Replay.Unwrap(KeyFile.Find(wrapped, KeyPurpose.Replay, ring.Replay.Id), recording, KeyPurpose.Replay),
            ring.Input.Unwrap(KeyFile.Find(wrapped, KeyPurpose.Input, ring.Input.Id), recording, KeyPurpose.Input));
    }

    public override string ToString() => "recording keys";

    private static byte[] Derive(byte[] key, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info)
    {
        var derived = new byte[WrappingKey.KeySize];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, salt, info);
        return derived;
    }
}
