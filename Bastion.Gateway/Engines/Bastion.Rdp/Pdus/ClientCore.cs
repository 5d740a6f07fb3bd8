using System.Text;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Pdus;

/// <summary>Client Core Data (MS-RDPBCGR 2.2.1.3.2): what of it matters to a relay. It is read, never patched: what a device gets is written new.</summary>
public sealed record ClientCore
{
    public const int BlockType = 0xC001;

    /// <summary>The client shows the sentence of a Set Error Info PDU.</summary>
    public const int SupportsErrorInfo = 0x0001;
    private const int Want32Bits = 0x0002;
    private const int ConnectionTypeValid = 0x0020;
    private const int ConnectionTypeLan = 6;

    private const int FullLength = 216;
    private const int HighColorDepth = 24;
    private const int SupportedDepths = 0x000F;
    private const int SmallestSide = 200;
    private const int LargestSide = 8192;

    public uint Version { get; init; } = 0x00080004;

    public int Width { get; init; } = 1024;

    public int Height { get; init; } = 768;

    /// <summary>An input locale of Windows: 0x040C is French, AZERTY. 0 when the client does not say.</summary>
    public uint KeyboardLayout { get; init; }

    public uint Build { get; init; } = 2600;

    public string ClientName { get; init; } = "";

    public uint KeyboardType { get; init; } = 4;

    public uint KeyboardSubType { get; init; }

    public uint FunctionKeys { get; init; } = 12;

    public int EarlyFlags { get; init; }

    /// <exception cref="RdpProtocolException"/>
    public static ClientCore Read(ReadOnlySpan<byte> body)
    {
        var reader = new RdpReader(body);
        var version = reader.U32();
        int width = reader.U16();
        int height = reader.U16();
        reader.Skip(4);
        var layout = reader.U32();
        var build = reader.U32();
        var name = Encoding.Unicode.GetString(reader.Take(32));
        var end = name.IndexOf('\0', StringComparison.Ordinal);
        var core = new ClientCore
        {
            Version = version,
            Width = Side(width),
            Height = Side(height),
            KeyboardLayout = layout,
            Build = build,
            ClientName = end < 0 ? name : name[..end],
            KeyboardType = reader.U32(),
            KeyboardSubType = reader.U32(),
            FunctionKeys = reader.U32(),
        };
        // From postBeta2ColorDepth on every field is optional; the early flags stand at 140 of the body.
        return body.Length >= 142 ? core with { EarlyFlags = body[140] | (body[141] << 8) } : core;
    }

    /// <summary>The block as it goes to a device: 32 bits and the LAN profile, by which it chooses RemoteFX, and none of the flags that a relay would have to act on.</summary>
    public void Write(RdpWriter writer, SecurityProtocols selected)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.U16(BlockType);
        writer.U16(FullLength);
        writer.U32(Version);
        writer.U16(Width);
        writer.U16(Height);
        writer.U16(0xCA01);
        writer.U16(0xAA03);
        writer.U32(KeyboardLayout);
        writer.U32(Build);
        Span<byte> name = stackalloc byte[32];
        name.Clear();
        Encoding.Unicode.GetBytes(ClientName.AsSpan(0, Math.Min(ClientName.Length, 15)), name);
        writer.Octets(name);
        writer.U32(KeyboardType);
        writer.U32(KeyboardSubType);
        writer.U32(FunctionKeys);
        writer.Zeros(64);
        writer.U16(0xCA01);
        writer.U16(1);
        writer.U32(0);
        writer.U16(HighColorDepth);
        writer.U16(SupportedDepths);
        writer.U16(SupportsErrorInfo | Want32Bits | ConnectionTypeValid);
        writer.Zeros(64);
        writer.U8(ConnectionTypeLan);
        writer.U8(0);
        writer.U32((uint)selected);
    }

    private static int Side(int pixels) => Math.Clamp(pixels, SmallestSide, LargestSide) & ~1;
}
