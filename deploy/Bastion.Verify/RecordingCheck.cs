using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Bastion.Verify;

/// <summary>
/// Reads a recording once, from its first byte to its last, and checks all that docs/formats/recording.md section 6 says. Keys may be null: then
/// order, chain and signatures are checked, which is over ciphertext.
/// </summary>
internal sealed class RecordingCheck(Guid id, byte[]? replayKey, byte[]? inputKey, ECDsa recorder, IReadOnlyList<ECDsa> leases) : IDisposable
{
    private const int HeadSize = 40;
    private const int TagSize = 16;
    private const int MaxRecord = 4 << 20;
    private static readonly byte[] Magic = [0x89, 0x42, 0x52, 0x45, 0x43, 0x0D, 0x0A, 0x1A];
    private byte[] _record = new byte[64 << 10];
    private byte[] _plain = new byte[64 << 10];
    private byte[] _chain = [];
    private long _at = 36;
    private ulong _records;
    private ulong _frames;
    private ulong _sequence;
    private bool _recovered;
    private bool _hasInput;
    private string? _end;
    private byte[]? _lease;
    private AesGcm? _main;
    private AesGcm? _input;

    /// <exception cref="RecordingFlaw">The first thing that is wrong.</exception>
    public CheckedRecording Run(Stream file)
    {
        Start(file);
        while (Next(file))
        {
        }
        return End();
    }

    /// <exception cref="RecordingFlaw"/>
    public void Start(Stream file)
    {
        var preamble = new byte[36];
        if (file.ReadAtLeast(preamble, preamble.Length, throwOnEndOfStream: false) < preamble.Length
            || !preamble.AsSpan(0, 8).SequenceEqual(Magic) || preamble[8] != 0 || preamble[9] != 1 || preamble[10] != 0 || preamble[11] != 1
            || new Guid(preamble.AsSpan(12, 16), bigEndian: true) != id)
            throw new RecordingFlaw("preamble", 0, "the file does not start as this recording");
        _chain = SHA256.HashData([.. "bastion recording v1\n"u8, .. preamble]);
    }

    /// <summary>One record more, when there is one.</summary>
    /// <exception cref="RecordingFlaw"/>
    public bool Next(Stream file)
    {
        if (NextRecord(file) is not { } length)
            return false;
        try
        {
            Check(length);
        }
        catch (InvalidDataException e)
        {
            throw new RecordingFlaw("content", _at, e.Message);
        }
        _at += length;
        _records++;
        return true;
    }

    /// <exception cref="RecordingFlaw"/>
    public CheckedRecording End() => _end is null
        ? throw new RecordingFlaw("seal", _at, "it ends without a seal")
        : new CheckedRecording(id, _chain, _records, _frames, _recovered, _end, _main is not null, _input is not null, _hasInput, _lease);

    public void Dispose()
    {
        _main?.Dispose();
        _input?.Dispose();
    }

    // The whole record in _record, and its length; null at the end of the file.
    private int? NextRecord(Stream file)
    {
        var read = file.ReadAtLeast(_record.AsSpan(0, HeadSize), HeadSize, throwOnEndOfStream: false);
        if (read == 0)
            return null;
        if (read < HeadSize)
            throw new RecordingFlaw("incomplete", _at, $"{read} bytes behind the last record are no record");
        var total = BinaryPrimitives.ReadUInt32BigEndian(_record) + 8L;
        var (clear, main, input, signature) = Lengths();
        if (total > MaxRecord || total != HeadSize + (long)clear + main + input + 32 + signature + 4)
            throw new RecordingFlaw("length", _at, "no record starts where one should");
        if (_record.Length < total)
            Array.Resize(ref _record, (int)total);
        if (file.ReadAtLeast(_record.AsSpan(HeadSize, (int)total - HeadSize), (int)total - HeadSize, throwOnEndOfStream: false) < total - HeadSize)
            throw new RecordingFlaw("incomplete", _at, "the last record is cut");
        if (BinaryPrimitives.ReadUInt32BigEndian(_record.AsSpan((int)total - 4)) + 8L != total)
            throw new RecordingFlaw("length", _at, "the two lengths of the record differ");
        return (int)total;
    }

    private (uint Clear, uint Main, uint Input, int Signature) Lengths() => (
        BinaryPrimitives.ReadUInt32BigEndian(_record.AsSpan(28)), BinaryPrimitives.ReadUInt32BigEndian(_record.AsSpan(32)),
        BinaryPrimitives.ReadUInt32BigEndian(_record.AsSpan(36)), BinaryPrimitives.ReadUInt16BigEndian(_record.AsSpan(6)));

    private void Check(int total)
    {
        var (kind, flags) = (_record[4], _record[5]);
        var (clearLength, mainLength, inputLength, signatureLength) = Lengths();
        var frames = BinaryPrimitives.ReadUInt32BigEndian(_record.AsSpan(24));
        if (_end is not null)
            throw new RecordingFlaw("trailing", _at, "a record stands behind the seal");
        if (kind is < 1 or > 4 || flags > 3 || (flags & 1) != (kind == 4 ? 1 : 0) || ((flags & 2) != 0 && kind != 2)
            || BinaryPrimitives.ReadUInt64BigEndian(_record.AsSpan(8)) != _records || BinaryPrimitives.ReadUInt64BigEndian(_record.AsSpan(16)) != _frames
            || (kind == 1) != (_records == 0) || (kind != 2 && frames != 0))
            throw new RecordingFlaw("order", _at, $"this is not record {_records}, frame {_frames}");
        var hashed = total - 4 - signatureLength - 32;
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            hash.AppendData(_chain);
            hash.AppendData(_record, 0, hashed);
            _chain = hash.GetHashAndReset();
        }
        if (!_chain.AsSpan().SequenceEqual(_record.AsSpan(hashed, 32)))
            throw new RecordingFlaw("chain", _at, $"the hash of record {_records} does not follow from the one before");
        CheckSignature(kind, signatureLength, hashed + 32);
        var clear = _record.AsSpan(HeadSize, (int)clearLength);
        if (kind is 1 or 3)
            NewEpoch(clear);
        CheckClear(kind, clear, frames);
        _hasInput |= inputLength > 0;
        Decrypt(kind, flags, frames, (int)clearLength, (int)mainLength, (int)inputLength);
    }

    private void CheckSignature(byte kind, int length, int at)
    {
        if (length != (kind is 3 or 4 ? 64 : 0))
            throw new RecordingFlaw("signature", _at, "a signature is missing, or stands where none should");
        if (length == 0)
            return;
        byte[] signed = [.. kind == 4 ? "bastion recording v1 seal\n"u8 : "bastion recording v1 recovery\n"u8, .. id.ToByteArray(bigEndian: true), .. _chain];
        if (!recorder.VerifyData(signed, _record.AsSpan(at, 64), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))
            throw new RecordingFlaw("signature", _at, $"record {_records} is not signed by this Recorder");
    }

    private void NewEpoch(ReadOnlySpan<byte> clear)
    {
        var salt = new Fields(clear).Next(32);
        _main?.Dispose();
        _input?.Dispose();
        _main = Cipher(replayKey, salt, "bastion recording v1 replay"u8);
        _input = Cipher(inputKey, salt, "bastion recording v1 input"u8);
    }

    private static AesGcm? Cipher(byte[]? key, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info)
    {
        if (key is null)
            return null;
        var derived = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, salt, info);
        return new AesGcm(derived, TagSize);
    }

    private void CheckClear(byte kind, ReadOnlySpan<byte> clear, uint frames)
    {
        var fields = new Fields(clear);
        switch (kind)
        {
            case 2:
                if (fields.ULong() != ++_sequence || !fields.AtEnd)
                    throw new RecordingFlaw("order", _at, $"this is not batch {_sequence}");
                _frames += frames;
                break;
            case 3:
                _recovered = true;
                break;
            case 4:
                fields.ULong();
                if (fields.ULong() != _sequence || fields.ULong() != _frames || fields.Byte() != (_recovered ? 1 : 0))
                    throw new RecordingFlaw("order", _at, "the seal counts something else than what is there");
                fields.Text();
                _end = fields.Text();
                break;
            default:
                break;
        }
    }

    private void Decrypt(byte kind, byte flags, uint frames, int clear, int main, int input)
    {
        Span<byte> nonce = stackalloc byte[12];
        nonce.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(nonce[3..], _records);
        nonce[11] = (byte)(flags & 1);
        var bound = _record.AsSpan(0, HeadSize + clear);
        if (input > 0 && _input is not null)
            Opened(_input, nonce, _record.AsSpan(HeadSize + clear + main, input), bound, "what was typed in");
        if (main == 0 || _main is null)
            return;
        var plain = Opened(_main, nonce, _record.AsSpan(HeadSize + clear, main), bound, "the content of");
        if ((flags & 2) != 0)
            plain = Unpacked(plain);
        if (kind == 1)
            CheckOpening(plain);
        else if (kind == 2)
            CheckFrames(plain, frames, Math.Max(0, input - TagSize));
    }

    private ReadOnlySpan<byte> Opened(AesGcm cipher, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> part, ReadOnlySpan<byte> bound, string what)
    {
        if (part.Length < TagSize)
            throw new InvalidDataException("a part is shorter than its tag");
        if (_plain.Length < part.Length)
            _plain = new byte[part.Length];
        var plain = _plain.AsSpan(0, part.Length - TagSize);
        try
        {
            cipher.Decrypt(nonce, part[..^TagSize], part[^TagSize..], plain, bound);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new RecordingFlaw("cipher", _at, $"{what} record {_records} is not what was written");
        }
        return plain;
    }

    private static byte[] Unpacked(ReadOnlySpan<byte> packed)
    {
        var fields = new Fields(packed);
        var length = fields.UInt();
        if (length > MaxRecord)
            throw new InvalidDataException("a packed part is too large");
        var content = new byte[length];
        using var deflated = new DeflateStream(new MemoryStream(packed[4..].ToArray()), CompressionMode.Decompress);
        if (deflated.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) < content.Length || deflated.ReadByte() >= 0)
            throw new InvalidDataException("a packed part has another length than it says");
        return content;
    }

    private void CheckOpening(ReadOnlySpan<byte> plain)
    {
        var fields = new Fields(plain);
        var (lease, signature) = (fields.Blob().ToArray(), fields.Blob().ToArray());
        if (!leases.Any(key => key.VerifyData(lease, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)))
            throw new RecordingFlaw("lease", _at, "the lease it was opened with is not signed by Admin");
        _lease = lease;
    }

    private static void CheckFrames(ReadOnlySpan<byte> plain, uint frames, int typed)
    {
        var fields = new Fields(plain);
        fields.Next(16);
        long input = 0;
        for (var i = 0u; i < frames; i++)
        {
            var track = fields.Byte();
            fields.Next(8);
            var length = fields.UInt();
            if (track is < 1 or > 4)
                throw new InvalidDataException("a frame is on none of the tracks");
            if (track == 3)
                input += length;
            else
                fields.Next(length);
        }
        if (!fields.AtEnd || input != typed)
            throw new InvalidDataException("the frames do not fill their parts");
    }
}
