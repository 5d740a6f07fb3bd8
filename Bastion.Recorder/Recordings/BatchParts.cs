using System.Buffers.Binary;
using Bastion.Recorder.Contracts;

namespace Bastion.Recorder.Recordings;

/// <summary>
/// A batch as it is recorded. Clear part: u64 sequence. Main part: i64 monotonic microseconds · i64 UTC microseconds · the frames.
/// Input part: the payloads of the input frames.
/// </summary>
internal static class BatchParts
{
    public const int Clear = 8;

    private const int Clocks = 16;

    /// <summary>Lengths of main and input part without their tags; input is -1 when there is no input frame.</summary>
    public static (int Main, int Input) Measure(Batch batch)
    {
        var (main, input) = (Clocks, -1);
        foreach (var frame in batch.Frames)
        {
            main += FrameHead.Size;
            if (frame.Track == Track.Input)
                input = Math.Max(input, 0) + frame.Payload.Length;
            else
                main += frame.Payload.Length;
        }
        return (main, input);
    }

    public static void Write(Batch batch, Span<byte> main, Span<byte> input)
    {
        BinaryPrimitives.WriteInt64BigEndian(main, batch.MonotonicMicros);
        BinaryPrimitives.WriteInt64BigEndian(main[8..], batch.UtcMicros);
        main = main[Clocks..];
        foreach (var frame in batch.Frames)
        {
            var payload = frame.Payload.Span;
            new FrameHead(frame.Track, frame.Channel, frame.MicrosAfter, payload.Length).Write(main);
            main = main[FrameHead.Size..];
            if (frame.Track == Track.Input)
            {
                payload.CopyTo(input);
                input = input[payload.Length..];
            }
            else
            {
                payload.CopyTo(main);
                main = main[payload.Length..];
            }
        }
    }
}
