using System.Buffers;
using System.Security.Cryptography;
using Bastion.Recorder.Contracts;
using Google.Protobuf;

namespace Bastion.Recorder.Recordings;

/// <summary>Decrypts the frames of a recording from one frame on, record by record, as far as the caller says they are durable.</summary>
internal sealed class FrameReader(RecordSource source, RecordingKeys keys, ulong fromFrame, bool includeInput) : IDisposable
{
    private EpochKeys? _epoch;
    private byte[] _main = [];
    private byte[] _input = [];

    public SealStatement? Seal { get; private set; }

    public long FileLength => source.FileLength;

    /// <summary>
    /// Adds the frames of the next record to <paramref name="frames"/>; false when there is no further whole record before the limit.
    /// </summary>
    /// <exception cref="CryptographicException">The recording was changed.</exception>
    public bool TryReadRecord(long limit, List<RecordedFrame> frames)
    {
        if (_epoch is not null)
            source.SkipTo(fromFrame, limit);
        if (!source.TryNext(limit, out var header, out var record, out var flaw))
            return flaw is null ? false : throw new CryptographicException($"The recording is damaged at byte {flaw.Offset}: {flaw.Text}.");
        var bytes = record.Span;
        switch (header.Kind)
        {
            case RecordKind.Opening or RecordKind.Recovery:
                _epoch?.Dispose();
                _epoch = keys.Epoch(bytes.Slice(RecordHeader.Size, EpochKeys.SaltSize));
                break;
            case RecordKind.Seal:
                Seal = SealStatement.Decode(bytes[RecordHeader.Size..header.Plain]);
                break;
            default:
                ReadFrames(header, bytes, frames);
                break;
        }
        return true;
    }

    public void Dispose()
    {
        _epoch?.Dispose();
        source.Dispose();
        ArrayPool<byte>.Shared.Return(_main);
        ArrayPool<byte>.Shared.Return(_input);
    }

    private void ReadFrames(in RecordHeader header, ReadOnlySpan<byte> record, List<RecordedFrame> frames)
    {
        var main = Room(ref _main, header.Main - RecordHeader.TagSize);
        var input = Room(ref _input, includeInput && header.Input > 0 ? header.Input - RecordHeader.TagSize : 0);
        if (_epoch is null || !_epoch.TryDecryptMain(header, record, main) || (input.Length > 0 && !_epoch.TryDecryptInput(header, record, input)))
            throw new CryptographicException($"Record {header.Number} is not what was written.");
        var from = new FieldReader(header.Packed ? PackedPart.Unpack(main) : main);
        var (monotonic, utc) = (from.I64(), from.I64());
        ReadOnlySpan<byte> typed = input;
        for (var i = 0; i < header.Frames; i++)
        {
            var frame = FrameHead.Read(ref from);
            ReadOnlySpan<byte> payload = [];
            if (!frame.IsInput)
                payload = from.Take(frame.Length);
            else if (includeInput)
            {
                payload = typed[..frame.Length];
                typed = typed[frame.Length..];
            }
            var index = header.FirstFrame + (ulong)i;
            if (index >= fromFrame)
            {
                frames.Add(new RecordedFrame
                {
                    Index = index,
                    Track = frame.Track,
                    Channel = frame.Channel,
                    MonotonicMicros = monotonic + frame.MicrosAfter,
                    UtcMicros = utc + frame.MicrosAfter,
                    Payload = ByteString.CopyFrom(payload),
                    Length = (uint)frame.Length,
                });
            }
        }
    }

    private static Span<byte> Room(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = ArrayPool<byte>.Shared.Rent(length);
        }
        return buffer.AsSpan(0, length);
    }
}
