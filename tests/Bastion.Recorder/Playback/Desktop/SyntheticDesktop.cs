using Bastion.Rdp.Pdus;
using Bastion.Rdp.Wire;
using Bastion.Recorder.Contracts;
using Google.Protobuf;

namespace Bastion.Recorder.Tests.Playback.Desktop;

/// <summary>A desktop that no device ever showed: an activation, then one plain colour after the other.</summary>
internal static class SyntheticDesktop
{
    public const int Width = 256;
    public const int Height = 192;
    private const int Tile = 64;
    private const ushort Server = 1002;
    private const ushort User = 1007;
    private const ushort IoChannel = 1003;
    private const uint ShareId = 0x000103EA;

    /// <summary>Its first frames: header, Demand Active, Synchronize, Control twice, Font Map.</summary>
    public static IEnumerable<Frame> Opening()
    {
        yield return Event($$"""{"kind":"desktop","width":{{Width}},"height":{{Height}},"user":{{User}},"io":{{IoChannel}},"clipboard":0}""");
        yield return Output(Wrap(Licence()));
        yield return Output(Wrap(DemandActive()));
        yield return Output(Wrap(ShareControl.DataPdu(ShareId, Server, ShareControl.Synchronize, [1, 0, 0xEA, 3])));
        yield return Output(Wrap(ShareControl.DataPdu(ShareId, Server, ShareControl.Control, [4, 0, 0, 0, 0, 0, 0, 0])));
        yield return Output(Wrap(ShareControl.DataPdu(ShareId, Server, ShareControl.Control, [2, 0, 0xEF, 3, 0xEA, 3, 0, 0])));
        yield return Output(Wrap(ShareControl.DataPdu(ShareId, Server, ShareControl.FontMap, [0, 0, 0, 0, 3, 0, 4, 0])));
        yield return Event("""{"kind":"desktop.active"}""");
    }

    /// <summary>Something that IronRDP would end the session over.</summary>
    public static Frame Stranger() => Output(Wrap(ShareControl.DataPdu(ShareId, Server, ShareControl.SaveSessionInfo, new byte[8])));

    public static Frame Keyframe(int number) => Event($$"""{"kind":"keyframe","number":{{number}}}""");

    public static Frame Event(string json) => new() { Track = Track.Event, Payload = ByteString.CopyFromUtf8(json) };

    /// <summary>The whole desktop in one colour, as fast-path bitmaps in one frame.</summary>
    public static Frame Fill(byte red, byte green, byte blue)
    {
        var pixels = new byte[Tile * Tile * 4];
        for (var i = 0; i < pixels.Length; i += 4)
            (pixels[i], pixels[i + 1], pixels[i + 2], pixels[i + 3]) = (blue, green, red, 0xff);
        var pdus = new List<byte>();
        for (var top = 0; top < Height; top += Tile)
            for (var left = 0; left < Width; left += Tile)
                pdus.AddRange(BitmapUpdate.Draw(left, top, Tile, Tile, 32, pixels));
        return Output([.. pdus]);
    }

    /// <summary>The pointer moved: fast-path input with one mouse event.</summary>
    public static Frame Pointer(ushort x, ushort y) => new()
    {
        Track = Track.Input,
        Payload = ByteString.CopyFrom(4, 9, 0x20, 0x00, 0x08, (byte)x, (byte)(x >> 8), (byte)y, (byte)(y >> 8)),
    };

    private static Frame Output(byte[] pdus) => new() { Track = Track.Output, Payload = ByteString.CopyFrom(pdus) };

    private static byte[] Wrap(ReadOnlySpan<byte> payload) => SendData.ToFrame(fromServer: true, Server, IoChannel, payload);

    // What a device says to its own client; a replay says something else.
    private static byte[] Licence() => Convert.FromHexString("80000000FF031000070000000200000004000000");

    private static byte[] DemandActive()
    {
        using var writer = new RdpWriter();
        byte[][] sets = [General(), Bitmap(), Set(8, [1, 0, 20, 0, 20, 0]), Set(9, [0xEA, 3, 0, 0]), Set(13, Input())];
        var length = sets.Sum(set => set.Length);
        writer.U16(14 + 4 + 4 + length + 4);
        writer.U16(0x10 | ShareControl.DemandActive);
        writer.U16(Server);
        writer.U32(ShareId);
        writer.U16(4);
        writer.U16(4 + length);
        writer.Octets("RDP\0"u8);
        writer.U16(sets.Length);
        writer.U16(0);
        foreach (var set in sets)
            writer.Octets(set);
        writer.U32(0);
        return writer.ToArray();
    }

    private static byte[] General() => Set(1, [1, 0, 3, 0, 0, 2, 0, 0, 0, 0, 0x1D, 4, 0, 0, 0, 0, 0, 0, 1, 1]);

    private static byte[] Bitmap()
    {
        using var writer = new RdpWriter();
        foreach (var value in (int[])[32, 1, 1, 1, Width, Height, 0, 1, 1])
            writer.U16(value);
        writer.U8(0);
        writer.U8(0);
        writer.U16(1);
        writer.U16(0);
        return Set(2, writer.ToArray());
    }

    private static byte[] Input()
    {
        var input = new byte[84];
        input[0] = 0x35;
        return input;
    }

    private static byte[] Set(int type, ReadOnlySpan<byte> body)
    {
        using var writer = new RdpWriter();
        writer.U16(type);
        writer.U16(body.Length + 4);
        writer.Octets(body);
        return writer.ToArray();
    }
}
