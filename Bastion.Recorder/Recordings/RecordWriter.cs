using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Sealing;

namespace Bastion.Recorder.Recordings;

/// <summary>
/// Makes the records of one recording, in order. Pure: bytes come out, somebody else writes them. After a write failed the writer is
/// worthless, since the chain holds what the disk does not. One caller at a time.
/// </summary>
internal sealed class RecordWriter : IDisposable
{
    private readonly Preamble _preamble;
    private readonly RecordingKeys _keys;
    private readonly byte[] _hash;
    private EpochKeys _epoch = null!;
    private readonly PackedPart _packing = new();
    private ulong _number;

    /// <summary>Begins a file; <see cref="Open"/> comes first.</summary>
    public RecordWriter(Preamble preamble, RecordingKeys keys)
    {
        (_preamble, _keys) = (preamble, keys);
        _hash = preamble.ChainStart();
    }

    /// <summary>Goes on behind what a scan found; <see cref="Recover"/> comes first.</summary>
    public RecordWriter(ScannedRecording scanned, RecordingKeys keys)
    {
        (_preamble, _keys) = (scanned.Preamble, keys);
        _hash = [.. scanned.Head];
        _number = scanned.Records;
        Frames = scanned.Frames;
        Sequence = scanned.Sequence;
        Length = scanned.Length;
        (MonotonicMicros, UtcMicros) = (scanned.MonotonicMicros, scanned.UtcMicros);
        Recovered = true;
    }

    public long Length { get; private set; }

    public ulong Frames { get; private set; }

    public ulong Sequence { get; private set; }

    public long MonotonicMicros { get; private set; }

    public long UtcMicros { get; private set; }

    public bool Recovered { get; private set; }

    /// <summary>The chained hash behind the last record.</summary>
    public ReadOnlySpan<byte> Head => _hash;

    /// <summary>The preamble and the first record.</summary>
    public EncodedRecord Open(Opening opening)
    {
        var salt = RandomNumberGenerator.GetBytes(EpochKeys.SaltSize);
        _epoch = _keys.Epoch(salt);
        return Encode(RecordKind.Opening, RecordFlags.None, salt, opening.Encode(), signer: null, Preamble.Size);
    }

    public EncodedRecord Recover(long recoveredAtMicros, long setAside, string text, SigningKey signer)
    {
        var salt = RandomNumberGenerator.GetBytes(EpochKeys.SaltSize);
        _epoch?.Dispose();
        _epoch = _keys.Epoch(salt);
        Recovered = true;
        var statement = new RecoveryStatement(salt, recoveredAtMicros, Length, setAside, signer.Id, text);
        return Encode(RecordKind.Recovery, RecordFlags.None, statement.Encode(), [], signer, 0);
    }

    public EncodedRecord Seal(string endReason, string endText, long sealedAtMicros, SigningKey signer)
    {
        var statement = new SealStatement(sealedAtMicros, Sequence, Frames, Recovered, signer.Id, endReason);
        return Encode(RecordKind.Seal, RecordFlags.Final, statement.Encode(), new SealDetails(MonotonicMicros, UtcMicros, endText).Encode(), signer, 0);
    }

    /// <summary>The bytes that <see cref="Append"/> would add to the file.</summary>
    public static int SizeOf(Batch batch)
    {
        var (main, input) = BatchParts.Measure(batch);
        return HeaderOf(RecordKind.Batch, RecordFlags.None, 0, BatchParts.Clear, main, input).Total;
    }

    public EncodedRecord Append(Batch batch)
    {
        var (main, input) = BatchParts.Measure(batch);
        var plain = ArrayPool<byte>.Shared.Rent(main + Math.Max(0, input));
        BatchParts.Write(batch, plain.AsSpan(0, main), input > 0 ? plain.AsSpan(main, input) : []);
        var packed = main >= PackedPart.Smallest ? ArrayPool<byte>.Shared.Rent(main) : [];
        var packedLength = main >= PackedPart.Smallest ? _packing.TryPack(plain, main, packed) : 0;
        var header = HeaderOf(RecordKind.Batch, packedLength > 0 ? RecordFlags.Packed : RecordFlags.None, 0, BatchParts.Clear, packedLength > 0 ? packedLength : main, input) with
        {
            Number = _number,
            FirstFrame = Frames,
            Frames = batch.Frames.Count,
        };
        var buffer = Rent(header, 0, out var record);
        BinaryPrimitives.WriteUInt64BigEndian(record[RecordHeader.Size..], batch.Sequence);
        (packedLength > 0 ? packed.AsSpan(0, packedLength) : plain.AsSpan(0, main)).CopyTo(record[header.Plain..]);
        if (input > 0)
            plain.AsSpan(main, input).CopyTo(record[(header.Plain + header.Main)..]);
        // What was typed is in it.
        CryptographicOperations.ZeroMemory(plain.AsSpan(main, Math.Max(0, input)));
        ArrayPool<byte>.Shared.Return(plain);
        ArrayPool<byte>.Shared.Return(packed);
        Sequence = batch.Sequence;
        (MonotonicMicros, UtcMicros) = (batch.MonotonicMicros, batch.UtcMicros);
        if (batch.Frames.Count > 0)
        {
            var last = batch.Frames[^1].MicrosAfter;
            MonotonicMicros += last;
            UtcMicros += last;
        }
        return Finish(header, buffer, 0, signer: null);
    }

    public void Dispose() => _epoch?.Dispose();

    private EncodedRecord Encode(RecordKind kind, RecordFlags flags, ReadOnlySpan<byte> clear, ReadOnlySpan<byte> main, SigningKey? signer, int before)
    {
        var header = HeaderOf(kind, flags, signer is null ? 0 : SigningKey.SignatureSize, clear.Length, main.Length, -1) with
        {
            Number = _number,
            FirstFrame = Frames,
        };
        var buffer = Rent(header, before, out var record);
        clear.CopyTo(record[RecordHeader.Size..]);
        main.CopyTo(record[header.Plain..]);
        return Finish(header, buffer, before, signer);
    }

    private static RecordHeader HeaderOf(RecordKind kind, RecordFlags flags, int signature, int clear, int main, int input) => new(
        kind, flags, signature, 0, 0, 0, clear,
        kind == RecordKind.Recovery ? 0 : main + RecordHeader.TagSize,
        input < 0 ? 0 : input + RecordHeader.TagSize);

    // The hash so far stands right before the record, so that the next one is a single pass; the preamble, which is not hashed
    // with it, is put before the first record afterwards.
    private byte[] Rent(in RecordHeader header, int before, out Span<byte> record)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(before + RecordHeader.HashSize + header.Total);
        _hash.CopyTo(buffer, before);
        record = buffer.AsSpan(before + RecordHeader.HashSize, header.Total);
        header.Write(record);
        return buffer;
    }

    private EncodedRecord Finish(in RecordHeader header, byte[] buffer, int before, SigningKey? signer)
    {
        var start = before + RecordHeader.HashSize;
        var record = buffer.AsSpan(start, header.Total);
        _epoch.Encrypt(header, record);
        SHA256.HashData(buffer.AsSpan(before, RecordHeader.HashSize + header.Hashed), _hash);
        _hash.CopyTo(record[header.Hashed..]);
        if (signer is not null)
            signer.Sign(SignedText(header.Kind, _preamble.RecordingId, _hash)).CopyTo(record[(header.Hashed + RecordHeader.HashSize)..]);
        BinaryPrimitives.WriteInt32BigEndian(record[^4..], header.Total - 8);
        if (before > 0)
        {
            start -= before;
            _preamble.Write(buffer.AsSpan(start));
        }
        var encoded = new EncodedRecord(buffer, start, before + header.Total, Length);
        Length += before + header.Total;
        Frames += (ulong)header.Frames;
        _number++;
        return encoded;
    }

    /// <summary>What a signature in a recording is over: a line that names its meaning, the recording, the chained hash.</summary>
    public static byte[] SignedText(RecordKind kind, Guid recording, ReadOnlySpan<byte> hash) =>
    [
        .. kind == RecordKind.Seal ? "bastion recording v1 seal\n"u8 : "bastion recording v1 recovery\n"u8,
        .. recording.ToByteArray(bigEndian: true),
        .. hash,
    ];
}
