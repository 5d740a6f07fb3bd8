using System.Buffers.Binary;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Pdus;

/// <summary>Demand Active and Confirm Active (MS-RDPBCGR 2.2.1.13): where their capability sets lie, and what a device says of itself.</summary>
public static class Capabilities
{
    public const int General = 1;
    public const int Bitmap = 2;
    public const int Order = 3;
    public const int BitmapCache = 4;
    public const int GlyphCache = 0x10;
    public const int OffscreenCache = 0x11;
    public const int BitmapCache2 = 0x13;
    public const int NineGrid = 0x15;
    public const int GdiPlus = 0x16;
    public const int Codecs = 0x1D;

    /// <summary>Octets from the start of a share PDU to the length of the source descriptor.</summary>
    private const int DemandLengths = 10;
    private const int ConfirmLengths = 12;

    /// <summary>Every set of the PDU: its type, where its body lies in <paramref name="pdu"/>, how long it is.</summary>
    /// <exception cref="RdpProtocolException"/>
    public static List<(int Type, int At, int Length)> SetsOf(ReadOnlySpan<byte> pdu)
    {
        var (type, length) = ShareControl.Head(pdu);
        var reader = new RdpReader(pdu[..length]);
        reader.Skip(type == ShareControl.DemandActive ? DemandLengths : type == ShareControl.ConfirmActive ? ConfirmLengths : throw new RdpProtocolException("no capability sets"));
        int source = reader.U16();
        reader.Skip(2);
        reader.Skip(source);
        int count = reader.U16();
        reader.Skip(2);
        if (count > RdpLimits.MaxCapabilitySets)
            throw new RdpProtocolException("too many capability sets");
        List<(int, int, int)> sets = [];
        for (var i = 0; i < count; i++)
        {
            int set = reader.U16();
            var body = reader.U16() - 4;
            sets.Add((set, reader.Position, body));
            reader.Skip(body);
        }
        return sets;
    }

    /// <summary>What a Demand Active says of the desktop.</summary>
    /// <exception cref="RdpProtocolException"/>
    public static DesktopFacts FactsOf(ReadOnlySpan<byte> demand)
    {
        var facts = new DesktopFacts { ShareId = ShareControl.ShareId(demand) };
        foreach (var (type, at, length) in SetsOf(demand))
        {
            var body = demand.Slice(at, length);
            if (type == Bitmap && length >= 12)
                facts = facts with
                {
                    BitsPerPixel = BinaryPrimitives.ReadUInt16LittleEndian(body),
                    Width = BinaryPrimitives.ReadUInt16LittleEndian(body[8..]),
                    Height = BinaryPrimitives.ReadUInt16LittleEndian(body[10..]),
                };
            else if (type == General && length >= 20)
                facts = facts with { CanRefresh = body[18] != 0 };
        }
        return facts;
    }
}
