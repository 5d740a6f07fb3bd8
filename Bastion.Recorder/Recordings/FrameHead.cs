using System.Buffers.Binary;
using Bastion.Recorder.Contracts;

namespace Bastion.Recorder.Recordings;

/// <summary>
/// A frame in the main part of a batch: u8 track · u32 channel · u32 microseconds after the batch's clocks · u32 length, then the
/// payload, but for typed input: its payloads stand one after the other in the input part.
/// </summary>
internal readonly record struct FrameHead(Track Track, uint Channel, uint MicrosAfter, int Length)
{
    public const int Size = 13;

    public bool IsInput => Track == Track.Input;

    public void Write(Span<byte> to)
    {
        to[0] = (byte)Track;
        BinaryPrimitives.WriteUInt32BigEndian(to[1..], Channel);
        BinaryPrimitives.WriteUInt32BigEndian(to[5..], MicrosAfter);
        BinaryPrimitives.WriteInt32BigEndian(to[9..], Length);
    }

    public static FrameHead Read(ref FieldReader from) => new((Track)from.U8(), from.U32(), from.U32(), (int)from.U32());
}
