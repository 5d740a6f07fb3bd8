using System.Security.Cryptography;

namespace Bastion.Recorder.Sealing;

/// <summary>
/// A key of Recorder that wraps keys of recordings: AES-256-GCM, random nonce, bound to the recording and the purpose. One for replay,
/// one for what was typed; either may one day live elsewhere without the other.
/// </summary>
internal sealed class WrappingKey : IDisposable
{
    public const string Kind = "aes256gcm";
    public const int KeySize = 32;
    public const int WrappedSize = NonceSize + KeySize + TagSize;

    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly AesGcm _cipher;

    // AesGcm is not for several threads at once: without this, sessions that open together spoil each other's keys.
    private readonly Lock _gate = new();

    public WrappingKey(ReadOnlySpan<byte> key)
    {
        _cipher = new AesGcm(key, TagSize);
        Id = Convert.ToHexStringLower(SHA256.HashData([.. "bastion wrapping key\n"u8, .. key]).AsSpan(0, 8));
    }

    /// <summary>16 hexadecimal digits; says nothing about the key.</summary>
    public string Id { get; }

    /// <summary>nonce · ciphertext · tag.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> key, Guid recording, KeyPurpose purpose)
    {
        var wrapped = new byte[WrappedSize];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, NonceSize));
        lock (_gate)
            _cipher.Encrypt(wrapped.AsSpan(0, NonceSize), key, wrapped.AsSpan(NonceSize, KeySize), wrapped.AsSpan(NonceSize + KeySize), Bound(recording, purpose));
        return wrapped;
    }

    /// <exception cref="CryptographicException">Not wrapped by this key, or for another recording or purpose.</exception>
    public byte[] Unwrap(ReadOnlySpan<byte> wrapped, Guid recording, KeyPurpose purpose)
    {
        if (wrapped.Length != WrappedSize)
            throw new CryptographicException("A wrapped key has 60 bytes.");
        var key = new byte[KeySize];
        lock (_gate)
            _cipher.Decrypt(wrapped[..NonceSize], wrapped.Slice(NonceSize, KeySize), wrapped[(NonceSize + KeySize)..], key, Bound(recording, purpose));
        return key;
    }

    public void Dispose() => _cipher.Dispose();

    /// <summary>What a wrap is for: whoever moves it elsewhere cannot open it.</summary>
    public static byte[] Bound(Guid recording, KeyPurpose purpose)
    {
        var bound = new byte["bastion wrap v1\n"u8.Length + 16 + 1];
        "bastion wrap v1\n"u8.CopyTo(bound);
        recording.TryWriteBytes(bound.AsSpan(^17..), bigEndian: true, out _);
        bound[^1] = (byte)purpose;
        return bound;
    }
}
