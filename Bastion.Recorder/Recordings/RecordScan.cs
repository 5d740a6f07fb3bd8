using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Bastion.Recorder.Sealing;

namespace Bastion.Recorder.Recordings;

/// <summary>
/// One pass over a recording that checks all there is to check: lengths, order, chained hash, both ciphertexts, every frame,
/// signatures. Stops at the first flaw. Recovery and Verify use the same pass.
/// </summary>
internal sealed class RecordScan(RecordSource source, RecordingKeys? keys, VerifyingKey signer) : IDisposable
{
    private readonly ScannedRecording _found = new() { Preamble = source.Preamble, Length = Preamble.Size };
    private EpochKeys? _epoch;
    private byte[] _plain = ArrayPool<byte>.Shared.Rent(64 << 10);

    /// <param name="limit">Nothing behind this offset is looked at: the durable end of a live recording, else the file's length.</param>
    public ScannedRecording Run(long limit, CancellationToken cancel = default)
    {
        // The previous hash and the record side by side, to hash them in one pass.
        var chained = new byte[RecordHeader.HashSize + (64 << 10)];
        _found.Head = source.Preamble.ChainStart();
        Flaw? flaw;
        while (source.TryNext(limit, out var header, out var record, out flaw))
        {
            cancel.ThrowIfCancellationRequested();
            var needed = RecordHeader.HashSize + header.Hashed;
            if (chained.Length < needed)
                chained = new byte[needed];
            _found.Head.CopyTo(chained, 0);
            record.Span[..header.Hashed].CopyTo(chained.AsSpan(RecordHeader.HashSize));
            var hash = SHA256.HashData(chained.AsSpan(0, needed));
            var at = source.Offset - header.Total;
            if ((_found.Flaw = Check(header, record.Span, hash, at)) is not null)
                return _found;
            _found.Head = hash;
            _found.Length = source.Offset;
            _found.Records++;
            _found.Frames += (ulong)header.Frames;
        }
        _found.Flaw = flaw;
        return _found;
    }

    public void Dispose()
    {
        _epoch?.Dispose();
        ArrayPool<byte>.Shared.Return(_plain);
        _plain = [];
    }

    private Flaw? Check(in RecordHeader header, ReadOnlySpan<byte> record, byte[] hash, long at)
    {
        if (_found.Seal is not null)
            return new Flaw("trailing", at, "a record stands behind the seal");
        if (header.Number != _found.Records || header.FirstFrame != _found.Frames || (header.Number == 0) != (header.Kind == RecordKind.Opening)
            || header.Final != (header.Kind == RecordKind.Seal))
            return new Flaw("order", at, $"record {header.Number} (frame {header.FirstFrame}) stands where record {_found.Records} (frame {_found.Frames}) should");
        if (!hash.AsSpan().SequenceEqual(record.Slice(header.Hashed, RecordHeader.HashSize)))
            return new Flaw("chain", at, $"the hash of record {header.Number} does not follow from the one before");
        var mustBeSigned = header.Kind is RecordKind.Seal or RecordKind.Recovery;
        if (mustBeSigned != (header.Signature > 0)
            || (mustBeSigned && !signer.Verify(RecordWriter.SignedText(header.Kind, source.Preamble.RecordingId, hash), record.Slice(header.Hashed + RecordHeader.HashSize, header.Signature))))
            return new Flaw("signature", at, $"record {header.Number} is not signed by this Recorder");
        try
        {
            return Read(header, record, at);
        }
        catch (InvalidDataException e)
        {
            return new Flaw("content", at, $"record {header.Number}: {e.Message}");
        }
    }

    private Flaw? Read(in RecordHeader header, ReadOnlySpan<byte> record, long at)
    {
        var clear = record[RecordHeader.Size..header.Plain];
        if (header.Kind is RecordKind.Recovery)
            _found.Recovery = RecoveryStatement.Decode(clear);
        if (header.Kind is RecordKind.Opening or RecordKind.Recovery)
        {
            if (clear.Length < EpochKeys.SaltSize)
                return new Flaw("content", at, "the salt is missing");
            _epoch?.Dispose();
            _epoch = keys?.Epoch(clear[..EpochKeys.SaltSize]);
        }
        if (header.Kind == RecordKind.Batch)
        {
            if (clear.Length != BatchParts.Clear)
                return new Flaw("content", at, "the sequence is missing");
            var sequence = BinaryPrimitives.ReadUInt64BigEndian(clear);
            if (sequence != _found.Sequence + 1)
                return new Flaw("order", at, $"batch {sequence} follows batch {_found.Sequence}");
            _found.Sequence = sequence;
        }
        if (header.Kind == RecordKind.Seal)
        {
            var seal = SealStatement.Decode(clear);
            if (seal.Frames != _found.Frames || seal.LastSequence != _found.Sequence)
                return new Flaw("order", at, $"the seal counts {seal.Frames} frames in {seal.LastSequence} batches, the file has {_found.Frames} in {_found.Sequence}");
            _found.Seal = seal;
        }
        return _epoch is null ? null : Decrypt(header, record, at);
    }

    private Flaw? Decrypt(in RecordHeader header, ReadOnlySpan<byte> record, long at)
    {
        var longest = Math.Max(header.Main, header.Input);
        if (_plain.Length < longest)
        {
            ArrayPool<byte>.Shared.Return(_plain);
            _plain = ArrayPool<byte>.Shared.Rent(longest);
        }
        if (header.Input > 0 && !_epoch!.TryDecryptInput(header, record, _plain.AsSpan(0, header.Input - RecordHeader.TagSize)))
            return new Flaw("cipher", at, $"the typed input of record {header.Number} is not what was written");
        if (header.Main == 0)
            return null;
        var main = _plain.AsSpan(0, header.Main - RecordHeader.TagSize);
        if (!_epoch!.TryDecryptMain(header, record, main))
            return new Flaw("cipher", at, $"record {header.Number} is not what was written");
        switch (header.Kind)
        {
            case RecordKind.Opening:
                _found.Opening = Opening.Decode(main);
                return null;
            case RecordKind.Seal:
                _found.SealDetails = SealDetails.Decode(main);
                return null;
            default:
                return ReadFrames(header, header.Packed ? PackedPart.Unpack(main) : main, at);
        }
    }

    private Flaw? ReadFrames(in RecordHeader header, ReadOnlySpan<byte> main, long at)
    {
        var from = new FieldReader(main);
        var (monotonic, utc) = (from.I64(), from.I64());
        var (after, input) = (0u, 0L);
        for (var i = 0; i < header.Frames; i++)
        {
            var frame = FrameHead.Read(ref from);
            after = frame.MicrosAfter;
            if (frame.IsInput)
                input += frame.Length;
            else
                from.Take(frame.Length);
        }
        if (!from.AtEnd || input != Math.Max(0, header.Input - RecordHeader.TagSize))
            return new Flaw("content", at, $"the frames of record {header.Number} do not fill it");
        (_found.MonotonicMicros, _found.UtcMicros) = (monotonic + after, utc + after);
        return null;
    }
}
