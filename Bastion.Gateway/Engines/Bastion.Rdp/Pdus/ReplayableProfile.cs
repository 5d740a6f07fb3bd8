using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Pdus;

/// <summary>
/// Makes a client's Confirm Active say only what the browser's decoder can draw later: bitmaps and RemoteFX. No drawing orders, no caches of any kind, no other codec.
/// In place: no length changes, so no length field has to be found again.
/// </summary>
public static class ReplayableProfile
{
    private const int OrderFlags = 30;
    private const int OrderSupport = 32;
    private const int OrderSupportLength = 32;
    private const int OrderExtraFlags = 66;
    private const int OrderExtraFlagsValid = 0x80;
    private const int GlyphLevel = 44;
    private const int CodecHead = 19;
    private const int GuidLength = 16;

    // CODEC_GUID_REMOTEFX (2.2.7.2.10.1.1).
    private static ReadOnlySpan<byte> RemoteFx => [0x12, 0x2F, 0x77, 0x76, 0x72, 0xBD, 0x63, 0x44, 0xAF, 0xB3, 0xB7, 0x3C, 0x9C, 0x6F, 0x78, 0x86];

    /// <exception cref="RdpProtocolException"/>
    public static void Force(Span<byte> confirm)
    {
        foreach (var (type, at, length) in Capabilities.SetsOf(confirm))
        {
            var body = confirm.Slice(at, length);
            switch (type)
            {
                case Capabilities.Order:
                    Orders(body);
                    break;
                case Capabilities.BitmapCache or Capabilities.BitmapCache2 or Capabilities.OffscreenCache or Capabilities.NineGrid or Capabilities.GdiPlus:
                    body.Clear();
                    break;
                case Capabilities.GlyphCache when length > GlyphLevel + 1:
                    body.Slice(GlyphLevel, 2).Clear();
                    break;
                case Capabilities.Codecs:
                    Codecs(body);
                    break;
            }
        }
    }

    private static void Orders(Span<byte> body)
    {
        if (body.Length < OrderExtraFlags + 2)
            throw new RdpProtocolException("an order set is cut off");
        body[OrderFlags] &= unchecked((byte)~OrderExtraFlagsValid);
        body.Slice(OrderSupport, OrderSupportLength).Clear();
        body.Slice(OrderExtraFlags, 2).Clear();
    }

    // A codec that must not be used keeps its place and loses its name.
    private static void Codecs(Span<byte> body)
    {
        if (body.IsEmpty)
            return;
        int count = body[0];
        var at = 1;
        for (var i = 0; i < count; i++)
        {
            if (body.Length - at < CodecHead)
                throw new RdpProtocolException("a codec is cut off");
            var length = body[at + GuidLength + 1] | (body[at + GuidLength + 2] << 8);
            if (body.Length - at - CodecHead < length)
                throw new RdpProtocolException("a codec is cut off");
            if (!body.Slice(at, GuidLength).SequenceEqual(RemoteFx))
                body.Slice(at, GuidLength).Fill(0xEE);
            at += CodecHead + length;
        }
    }
}
