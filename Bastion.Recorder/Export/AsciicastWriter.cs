using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bastion.Recorder.Contracts;

namespace Bastion.Recorder.Export;

/// <summary>
/// Turns frames of one terminal into an asciicast (docs.asciinema.org, file format versions 2 and 3): output and errors as "o", sizes
/// as "r", what else happened as markers "m", the end of a command as "x" where the version has it. Typed input is never in it.
/// Bytes that are no UTF-8 become U+FFFD, since the format is text; the recording keeps them.
/// </summary>
internal sealed class AsciicastWriter(int version, uint channel, DateTimeOffset openedAt, string title)
{
    private const int DefaultColumns = 80;
    private const int DefaultRows = 24;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _lines = new();
    private readonly Decoder _utf8 = Encoding.UTF8.GetDecoder();
    private bool _begun;
    private long _lastMicros;

    /// <summary>Bytes that <see cref="Take"/> would answer.</summary>
    public int Length => _lines.WrittenCount;

    public void Add(RecordedFrame frame)
    {
        switch (frame.Track)
        {
            case Track.Output or Track.Error when frame.Channel == channel:
                Begin(DefaultColumns, DefaultRows, "");
                Output(frame.MonotonicMicros, frame.Payload.Span, flush: false);
                break;
            case Track.Event when FrameEvent.Parse(frame.Payload.Memory) is { } happened && (frame.Channel == channel || happened.IsOfSession):
                Happened(frame.MonotonicMicros, happened);
                break;
            default:
                break;
        }
    }

    /// <summary>Nothing comes any more; an empty recording still gets its header.</summary>
    public void End()
    {
        Begin(DefaultColumns, DefaultRows, "");
        Output(_lastMicros, [], flush: true);
    }

    /// <summary>The lines since the last call.</summary>
    public byte[] Take()
    {
        var taken = _lines.WrittenSpan.ToArray();
        _lines.ResetWrittenCount();
        return taken;
    }

    private void Happened(long micros, FrameEvent happened)
    {
        if (happened.Kind is "pty" or "resize")
        {
            if (!happened.HasSize)
                return;
            if (_begun)
                Line(micros, "r", $"{happened.Columns}x{happened.Rows}");
            else
                Begin(happened.Columns, happened.Rows, happened.Term);
            return;
        }
        if (happened.Kind is "" or "channel.open" or "channel.close")
            return;
        Begin(DefaultColumns, DefaultRows, "");
        if (happened.Kind == "exit" && version == 3)
            Line(micros, "x", happened.Detail);
        else
            Line(micros, "m", happened.Detail.Length == 0 ? happened.Kind : $"{happened.Kind}: {happened.Detail}");
    }

    private void Output(long micros, ReadOnlySpan<byte> bytes, bool flush)
    {
        var chars = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(bytes.Length + 4));
        // A character may be cut by the end of a frame: its first bytes wait for the next one.
        var count = _utf8.GetChars(bytes, chars, flush);
        if (count > 0)
            Line(micros, "o", chars.AsSpan(0, count));
        ArrayPool<char>.Shared.Return(chars);
    }

    private void Begin(int columns, int rows, string term)
    {
        if (_begun)
            return;
        _begun = true;
        using (var json = new Utf8JsonWriter(_lines, Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("version", version);
            if (version == 3)
            {
                json.WriteStartObject("term");
                json.WriteNumber("cols", columns);
                json.WriteNumber("rows", rows);
                if (term.Length > 0)
                    json.WriteString("type", term);
                json.WriteEndObject();
            }
            else
            {
                json.WriteNumber("width", columns);
                json.WriteNumber("height", rows);
                if (term.Length > 0)
                {
                    json.WriteStartObject("env");
                    json.WriteString("TERM", term);
                    json.WriteEndObject();
                }
            }
            json.WriteNumber("timestamp", openedAt.ToUnixTimeSeconds());
            if (title.Length > 0)
                json.WriteString("title", title);
            json.WriteEndObject();
        }
        _lines.Write("\n"u8);
    }

    // Version 2 counts from the start, version 3 from the event before.
    private void Line(long micros, string code, ReadOnlySpan<char> data)
    {
        var time = version == 3 ? Math.Max(0, micros - _lastMicros) : micros;
        _lastMicros = Math.Max(_lastMicros, micros);
        using (var json = new Utf8JsonWriter(_lines, Plain))
        {
            json.WriteStartArray();
            json.WriteRawValue(string.Create(CultureInfo.InvariantCulture, $"{time / 1_000_000}.{time % 1_000_000:D6}"), skipInputValidation: true);
            json.WriteStringValue(code);
            json.WriteStringValue(data);
            json.WriteEndArray();
        }
        _lines.Write("\n"u8);
    }
}
