using System.Buffers.Binary;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Pdus;

/// <summary>Share control and share data heads (MS-RDPBCGR 2.2.8.1.1.1), and the small data PDUs that the relay speaks itself.</summary>
public static class ShareControl
{
    public const int DemandActive = 1;
    public const int ConfirmActive = 3;
    public const int DeactivateAll = 6;
    public const int Data = 7;
    public const int Redirection = 10;

    /// <summary>Octets up to the type of a data PDU's contents, head included.</summary>
    public const int DataHead = 18;

    public const int Update = 0x02;
    public const int Control = 0x14;
    public const int PointerUpdate = 0x1B;
    public const int Input = 0x1C;
    public const int Synchronize = 0x1F;
    public const int RefreshRect = 0x21;
    public const int SuppressOutput = 0x23;
    public const int ShutdownRequest = 0x24;
    public const int ShutdownDenied = 0x25;
    public const int SaveSessionInfo = 0x26;
    public const int FontList = 0x27;
    public const int FontMap = 0x28;
    public const int PersistentKeys = 0x2B;
    public const int ErrorInfo = 0x2F;
    public const int FrameAcknowledge = 0x38;

    private const int ControlHead = 6;
    private const int Version = 0x10;
    private const byte Compressed = 0x20;
    private const byte StreamLow = 1;

    /// <summary>The PDU that starts this payload: its type and whole length.</summary>
    /// <exception cref="RdpProtocolException"/>
    public static (int Type, int Length) Head(ReadOnlySpan<byte> payload)
    {
        var reader = new RdpReader(payload);
        int length = reader.U16();
        int type = reader.U16() & 0x0F;
        if (length < ControlHead || length > payload.Length)
            throw new RdpProtocolException("a share PDU has another length");
        return (type, length);
    }

    /// <summary>Type of the contents of a data PDU. Compressed contents were never agreed on.</summary>
    /// <exception cref="RdpProtocolException"/>
    public static int DataType(ReadOnlySpan<byte> pdu)
    {
        if (pdu.Length < DataHead)
            throw new RdpProtocolException("a share data PDU is cut off");
        return (pdu[15] & Compressed) == 0 ? pdu[14] : throw new RdpProtocolException("a PDU is compressed");
    }

    public static uint ShareId(ReadOnlySpan<byte> pdu) =>
        pdu.Length >= 10 ? BinaryPrimitives.ReadUInt32LittleEndian(pdu[ControlHead..]) : throw new RdpProtocolException("a share PDU is cut off");

    public static byte[] DataPdu(uint shareId, ushort source, int type, ReadOnlySpan<byte> body)
    {
        using var writer = new RdpWriter();
        writer.U16(DataHead + body.Length);
        writer.U16(Version | Data);
        writer.U16(source);
        writer.U32(shareId);
        writer.U8(0);
        writer.U8(StreamLow);
        writer.U16(body.Length + 4);
        writer.U8(type);
        writer.U8(0);
        writer.U16(0);
        writer.Octets(body);
        return writer.ToArray();
    }

    /// <summary>Refresh Rect PDU (2.2.11.2) of the whole desktop: draw everything again.</summary>
    public static byte[] Refresh(uint shareId, ushort user, int width, int height)
    {
        Span<byte> body = stackalloc byte[12];
        body.Clear();
        body[0] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(body[8..], (ushort)(width - 1));
        BinaryPrimitives.WriteUInt16LittleEndian(body[10..], (ushort)(height - 1));
        return DataPdu(shareId, user, RefreshRect, body);
    }

    /// <summary>Set Error Info PDU (2.2.5.1.1): the client shows the sentence of this code.</summary>
    public static byte[] SetErrorInfo(uint shareId, ushort source, uint code)
    {
        Span<byte> body = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(body, code);
        return DataPdu(shareId, source, ErrorInfo, body);
    }

    /// <summary>Frame Acknowledge PDU (MS-RDPRFX 2.2.3.1).</summary>
    public static byte[] Acknowledge(uint shareId, ushort user, uint frame)
    {
        Span<byte> body = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(body, frame);
        return DataPdu(shareId, user, FrameAcknowledge, body);
    }
}
