using Bastion.Rdp.Pdus;
using Bastion.Rdp.Wire;

namespace Bastion.Fuzz.Rdp;

/// <summary>Well-formed PDUs to start from, made by the engine's own writers and by hand where it never writes them.</summary>
internal static class RdpSamples
{
    public const ushort Io = 1003;
    public const ushort Clipboard = 1004;
    public const ushort User = 1005;

    public static byte[] ConnectInitial(int channels = 2) => new McsConnectInitial(
        new ClientCore { Width = 1280, Height = 800, KeyboardLayout = 0x040C, ClientName = "WORKSHOP", EarlyFlags = 1 },
        [.. Enumerable.Range(0, channels).Select(i => new ClientChannel(i == 0 ? ClientChannel.Clipboard : "chan" + i, 0xC0000000))]).ToFrame(SecurityProtocols.Tls);

    public static byte[] ConnectResponse() => new McsConnectResponse(Io, [Clipboard]).ToFrame(SecurityProtocols.Tls);

    public static byte[] ClientInfo()
    {
        using var info = new RdpWriter();
        Bastion.Rdp.Pdus.ClientInfo.Write(info, "VALBRUME", "t-abcdefgh", "abcdefghijkmnpqrstuvwxyz23");
        return SendData.ToFrame(false, User, Io, info.Written);
    }

    /// <summary>Demand Active (1) or Confirm Active (3) with the sets that matter.</summary>
    public static byte[] Active(bool fromServer, ushort user = User, ushort channel = Io)
    {
        using var sets = new RdpWriter();
        Set(sets, Capabilities.General, new byte[20]);
        byte[] bitmap = new byte[24];
        (bitmap[0], bitmap[8], bitmap[9], bitmap[10], bitmap[11]) = (32, 0, 4, 0, 3);
        Set(sets, Capabilities.Bitmap, bitmap);
        byte[] order = new byte[84];
        Array.Fill(order, (byte)0xFF, 30, 40);
        Set(sets, Capabilities.Order, order);
        Set(sets, Capabilities.BitmapCache2, Enumerable.Repeat((byte)7, 36).ToArray());
        Set(sets, Capabilities.GlyphCache, Enumerable.Repeat((byte)9, 48).ToArray());
        Set(sets, Capabilities.Codecs, Codecs());
        using var body = new RdpWriter();
        body.U16(0);
        body.U16(0x10 | (fromServer ? ShareControl.DemandActive : ShareControl.ConfirmActive));
        body.U16(1002);
        body.U32(0x000103EA);
        if (!fromServer)
            body.U16(1002);
        body.U16(4);
        body.U16(sets.Length + 4);
        body.Octets("RDP\0"u8);
        body.U16(6);
        body.U16(0);
        body.Octets(sets.Written);
        if (fromServer)
            body.U32(0);
        body.PatchU16(0, body.Length);
        return SendData.ToFrame(fromServer, user, channel, body.Written);
    }

    public static byte[] Data(bool fromServer, int type, params byte[] body) =>
        SendData.ToFrame(fromServer, fromServer ? (ushort)1002 : User, Io, ShareControl.DataPdu(0x000103EA, 1002, type, body));

    /// <summary>A bitmap update with one padded rectangle.</summary>
    public static byte[] Bitmap() => FastPathUpdate.ToFrame(FastPathUpdate.Bitmap, [1, 0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 4, 0, 1, 0, 16, 0, 0, 0, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8]);

    public static byte[] Surface() => FastPathUpdate.ToFrame(FastPathUpdate.Surface,
        [4, 0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0, 0, 0, 4, 0, 4, 0, 32, 0, 0, 3, 4, 0, 4, 0, 2, 0, 0, 0, 9, 9, 4, 0, 1, 0, 7, 0, 0, 0]);

    /// <summary>A surface of RemoteFX: a region of 70 by 40 with two tiles.</summary>
    public static byte[] RemoteFx()
    {
        byte[] region = [0xC6, 0xCC, 23, 0, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 70, 0, 40, 0, 0xC1, 0xCA, 1, 0];
        byte[] tile = [0xC3, 0xCA, 19, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], second = [.. tile];
        second[9] = 1;
        byte[] set = [0xC7, 0xCC, 65, 0, 0, 0, 1, 0, 0xC2, 0xCA, 0, 0, 0, 0, 1, 64, 2, 0, 38, 0, 0, 0, 0, 0, 0, 0, 0, .. tile, .. second];
        return FastPathUpdate.ToFrame(FastPathUpdate.Surface, [6, 0, 0, 0, 0, 0, 70, 0, 40, 0, 32, 0, 0, 3, 70, 0, 40, 0, (byte)(region.Length + set.Length), 0, 0, 0, .. region, .. set]);
    }

    /// <summary>Two keys, a click, an extra button, lock states and a letter.</summary>
    public static byte[] Input() => [6 << 2, 24, 0, 0x1E, 1, 0x1E, 0x20, 0, 0x90, 10, 0, 10, 0, 0x40, 1, 0x80, 10, 0, 10, 0, 0x62, 0x80, 0xE9, 0];

    /// <summary>One chunk with a whole clipboard message.</summary>
    public static byte[] Chunk(int type, int flags, params byte[] body)
    {
        using var writer = new RdpWriter();
        writer.U32((uint)(8 + body.Length));
        writer.U32(3);
        writer.U16(type);
        writer.U16(flags);
        writer.U32((uint)body.Length);
        writer.Octets(body);
        return writer.ToArray();
    }

    private static void Set(RdpWriter writer, int type, ReadOnlySpan<byte> body)
    {
        writer.U16(type);
        writer.U16(body.Length + 4);
        writer.Octets(body);
    }

    private static byte[] Codecs()
    {
        using var writer = new RdpWriter();
        writer.U8(2);
        writer.Octets(Convert.FromHexString("122F777672BD6344AFB3B73C9C6F7886"));
        writer.Octets([3, 2, 0, 1, 2]);
        writer.Octets(Convert.FromHexString("B91B8DCA0F004F158A4C5C7E6E0F8F11"));
        writer.Octets([1, 1, 0, 5]);
        return writer.ToArray();
    }
}
