using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Pdus;

/// <summary>One update inside a fast-path frame (MS-RDPBCGR 2.2.9.1.2.1): its code, whether it is whole, where its body lies in the frame.</summary>
public readonly record struct FastPathUpdate(int Code, int Fragment, int At, int Length)
{
    public const int Orders = 0;
    public const int Bitmap = 1;
    public const int Palette = 2;
    public const int Synchronize = 3;
    public const int Surface = 4;
    public const int FirstPointer = 5;
    public const int LargePointer = 12;

    /// <summary>Not in pieces.</summary>
    public const int Whole = 0;

    private const int Encrypted = 0xC0;
    private const int CompressionUsed = 2;
    private const int Compressed = 0x20;

    public bool IsPointer => Code is >= FirstPointer and <= LargePointer;

    /// <summary>Steps through the updates of one frame; start with <paramref name="at"/> 0. False at its end.</summary>
    /// <exception cref="RdpProtocolException">Encrypted or compressed, which was never agreed on, or cut off.</exception>
    public static bool Next(ReadOnlySpan<byte> frame, ref int at, out FastPathUpdate update)
    {
        if (at == 0)
        {
            if ((frame[0] & Encrypted) != 0)
                throw new RdpProtocolException("a frame is encrypted twice");
            at = RdpFraming.FastPathHead(frame);
        }
        update = default;
        if (at >= frame.Length)
            return false;
        var reader = new RdpReader(frame[at..]);
        int head = reader.U8();
        if (head >> 6 == CompressionUsed && (reader.U8() & Compressed) != 0)
            throw new RdpProtocolException("an update is compressed");
        int length = reader.U16();
        update = new FastPathUpdate(head & 0x0F, (head >> 4) & 3, at + reader.Position, length);
        reader.Skip(length);
        at += reader.Position;
        return true;
    }

    /// <summary>A frame with one whole update.</summary>
    public static byte[] ToFrame(int code, ReadOnlySpan<byte> body)
    {
        var length = 6 + body.Length;
        byte[] frame = [0, (byte)(0x80 | (length >> 8)), (byte)length, (byte)code, (byte)body.Length, (byte)(body.Length >> 8), .. body];
        return frame;
    }
}
