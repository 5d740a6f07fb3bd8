using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Relay;

/// <summary>
/// The clipboard channel (MS-RDPECLIP) as text, each direction a right of its own. Lists of formats are written new with text alone, text goes only to who asked for it,
/// and file lists, file contents and locks do not exist here. Both legs call it: one at a time.
/// </summary>
public sealed class ClipboardGuard(DesktopRules rules, Action<string> refused)
{
    private const int MonitorReady = 1;
    private const int FormatList = 2;
    private const int FormatListAnswer = 3;
    private const int DataRequest = 4;
    private const int DataAnswer = 5;
    private const int Capabilities = 7;
    private const int FileRequest = 8;
    private const int FileAnswer = 9;

    private const int Ok = 1;
    private const int Failed = 2;
    private const int AsciiNames = 4;
    private const uint LongNamesFlag = 2;
    private const int ShortNameLength = 32;
    private const int MaxFormats = 1024;
    private const int ChunkLength = 1600;
    private const int FirstChunk = 1;
    private const int LastChunk = 2;
    private const int ShowProtocol = 0x10;

    // CF_TEXT, CF_OEMTEXT, CF_UNICODETEXT, CF_LOCALE.
    private static readonly uint[] Text = [1, 7, 13, 16];

    private readonly Lock gate = new();
    private readonly ClipboardSide client = new();
    private readonly ClipboardSide device = new();

    /// <summary>One chunk from one side; what goes on, and what is answered, as chunks.</summary>
    /// <exception cref="RdpProtocolException"/>
    public void Take(bool fromClient, ReadOnlySpan<byte> chunk, List<byte[]> onward, List<byte[]> back)
    {
        ArgumentNullException.ThrowIfNull(onward);
        ArgumentNullException.ThrowIfNull(back);
        lock (gate)
        {
            var (side, other) = fromClient ? (client, device) : (device, client);
            if (!side.Take(chunk, out var whole, out var cut))
                return;
            var reader = new RdpReader(whole);
            int type = reader.U16();
            int flags = reader.U16();
            var length = reader.U32();
            if (!cut && length > reader.Left)
                throw new RdpProtocolException("a clipboard message is cut off");
            Judge(fromClient, side, other, type, flags, cut ? default : reader.Rest[..(int)length], cut, onward, back);
        }
    }

    private void Judge(bool fromClient, ClipboardSide side, ClipboardSide other, int type, int flags, ReadOnlySpan<byte> body, bool cut, List<byte[]> onward, List<byte[]> back)
    {
        switch (type)
        {
            case MonitorReady:
                Send(onward, type, 0, []);
                break;
            case Capabilities:
                Send(onward, type, 0, Reduced(side, body));
                break;
            case FormatList:
                List(fromClient, side, other, flags, body, onward, back);
                break;
            case FormatListAnswer:
                Send(onward, type, flags & (Ok | Failed), []);
                break;
            case DataRequest:
                Ask(fromClient, side, body, onward, back);
                break;
            case DataAnswer when other.Asking:
                other.Asking = false;
                var passes = (flags & Ok) != 0 && !cut && body.Length <= RdpLimits.LongestClipboardText && May(fromClient);
                if (cut || body.Length > RdpLimits.LongestClipboardText)
                    refused(fromClient ? "clipboardIn" : "clipboardOut");
                Send(onward, type, passes ? Ok : Failed, passes ? body : []);
                break;
            case FileRequest:
                refused("clipboardFiles");
                Send(back, FileAnswer, Failed, body.Length >= 4 ? body[..4] : [0, 0, 0, 0]);
                break;
        }
    }

    // A list that says nothing would still take the other side's clipboard away from its people. Only a client's first one has to come, to begin with.
    private void List(bool fromClient, ClipboardSide side, ClipboardSide other, int flags, ReadOnlySpan<byte> body, List<byte[]> onward, List<byte[]> back)
    {
        var passes = May(fromClient);
        if (passes || (fromClient && !side.Listed))
            Send(onward, FormatList, flags & AsciiNames, passes ? Formats(side, other, flags, body) : []);
        else
            Send(back, FormatListAnswer, Ok, []);
        side.Listed = true;
    }

    // Whose text it is decides: a request of the client is for text of the device.
    private void Ask(bool fromClient, ClipboardSide side, ReadOnlySpan<byte> body, List<byte[]> onward, List<byte[]> back)
    {
        var format = new RdpReader(body).U32();
        if (May(!fromClient) && Text.Contains(format))
        {
            side.Asking = true;
            Send(onward, DataRequest, 0, body[..4]);
            return;
        }
        refused(fromClient ? "clipboardOut" : "clipboardIn");
        Send(back, DataAnswer, Failed, []);
    }

    private bool May(bool fromClient) => fromClient ? rules is { ClipboardIn: true, ReadOnly: false } : rules.ClipboardOut;

    private static byte[] Reduced(ClipboardSide side, ReadOnlySpan<byte> body)
    {
        var reader = new RdpReader(body);
        int sets = reader.U16();
        reader.Skip(2);
        for (var i = 0; i < sets; i++)
        {
            int type = reader.U16();
            var set = new RdpReader(reader.Take(reader.U16() - 4));
            if (type != 1)
                continue;
            set.Skip(4);
            side.LongNames = (set.U32() & LongNamesFlag) != 0;
        }
        using var writer = new RdpWriter();
        writer.U16(1);
        writer.U16(0);
        writer.U16(1);
        writer.U16(12);
        writer.U32(2);
        writer.U32(side.LongNames ? LongNamesFlag : 0);
        return writer.ToArray();
    }

    private static byte[] Formats(ClipboardSide side, ClipboardSide other, int flags, ReadOnlySpan<byte> body)
    {
        var longNames = side.LongNames && other.LongNames;
        var reader = new RdpReader(body);
        using var kept = new RdpWriter();
        for (var i = 0; reader.Left >= 4 && i < MaxFormats; i++)
        {
            var format = reader.U32();
            if (longNames)
                SkipName(ref reader, (flags & AsciiNames) != 0);
            else
                reader.Skip(Math.Min(ShortNameLength, reader.Left));
            if (!Text.Contains(format))
                continue;
            kept.U32(format);
            kept.Zeros(longNames ? (flags & AsciiNames) != 0 ? 1 : 2 : ShortNameLength);
        }
        return kept.ToArray();
    }

    private static void SkipName(ref RdpReader reader, bool ascii)
    {
        while (reader.Left > 0 && (ascii ? reader.U8() : reader.U16()) != 0)
        {
            // Names are nobody's business here.
        }
    }

    private static void Send(List<byte[]> into, int type, int flags, ReadOnlySpan<byte> body)
    {
        using var message = new RdpWriter();
        message.U16(type);
        message.U16(flags);
        message.U32((uint)body.Length);
        message.Octets(body);
        for (var at = 0; at < message.Length; at += ChunkLength)
        {
            var count = Math.Min(ChunkLength, message.Length - at);
            using var chunk = new RdpWriter();
            chunk.U32((uint)message.Length);
            chunk.U32((uint)((at == 0 ? FirstChunk : 0) | (at + count == message.Length ? LastChunk : 0) | ShowProtocol));
            chunk.Octets(message.Written.Slice(at, count));
            into.Add(chunk.ToArray());
        }
    }
}
