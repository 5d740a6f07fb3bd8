using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bastion.Recorder.Recordings;

/// <summary>
/// Encrypts and decrypts the parts of one writer's records. The nonce is three zero bytes, the record number (8 bytes) and the final
/// flag (1 byte), as in the STREAM construction: a record that was moved, repeated or dropped does not decrypt, and an end that is
/// not marked final is not the end. What is authenticated besides: the header and the plain part. One user at a time.
/// </summary>
internal sealed class EpochKeys : IDisposable
{
    public const int SaltSize = 32;

    private readonly AesGcm _replay;
    private readonly AesGcm _input;

    public EpochKeys(byte[] replay, byte[] input)
    {
        _replay = new AesGcm(replay, RecordHeader.TagSize);
        _input = new AesGcm(input, RecordHeader.TagSize);
        CryptographicOperations.ZeroMemory(replay);
        CryptographicOperations.ZeroMemory(input);
    }

    /// <summary>Encrypts both parts in place; each has room for its tag at its end.</summary>
    public void Encrypt(in RecordHeader header, Span<byte> record)
    {
        Span<byte> nonce = stackalloc byte[12];
        Nonce(header, nonce);
        var plain = header.Plain;
        var bound = record[..plain];
        if (header.Main > 0)
            EncryptPart(_replay, nonce, record.Slice(plain, header.Main), bound);
        if (header.Input > 0)
            EncryptPart(_input, nonce, record.Slice(plain + header.Main, header.Input), bound);
    }

    /// <summary>False when the main part is not what was written.</summary>
    public bool TryDecryptMain(in RecordHeader header, ReadOnlySpan<byte> record, Span<byte> plain) =>
        TryDecrypt(_replay, header, record, header.Plain, header.Main, plain);

    /// <summary>False when the input part is not what was written.</summary>
    public bool TryDecryptInput(in RecordHeader header, ReadOnlySpan<byte> record, Span<byte> plain) =>
        TryDecrypt(_input, header, record, header.Plain + header.Main, header.Input, plain);

    public void Dispose()
    {
        _replay.Dispose();
        _input.Dispose();
    }

    public override string ToString() => "epoch keys";

    private static void EncryptPart(AesGcm cipher, ReadOnlySpan<byte> nonce, Span<byte> part, ReadOnlySpan<byte> bound)
    {
        var text = part[..^RecordHeader.TagSize];
        cipher.Encrypt(nonce, text, text, part[^RecordHeader.TagSize..], bound);
    }

    private static bool TryDecrypt(AesGcm cipher, in RecordHeader header, ReadOnlySpan<byte> record, int at, int length, Span<byte> plain)
    {
        Span<byte> nonce = stackalloc byte[12];
        Nonce(header, nonce);
        var part = record.Slice(at, length);
        try
        {
            cipher.Decrypt(nonce, part[..^RecordHeader.TagSize], part[^RecordHeader.TagSize..], plain, record[..header.Plain]);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private static void Nonce(in RecordHeader header, Span<byte> nonce)
    {
        nonce.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(nonce[3..], header.Number);
        nonce[11] = header.Final ? (byte)1 : (byte)0;
    }
}
