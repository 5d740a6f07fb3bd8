using System.Buffers;

namespace Bastion.Gateway.SshBroker.Terminals;

/// <summary>
/// Between a device and the technician's terminal: control sequences go through whole and only when <see cref="TerminalSequences"/> lets them, so that
/// a hostile device can neither write to the clipboard nor make the terminal type, print or read files. Text and ordinary controls pass unchanged.
/// <para>
/// A sequence is held until its last byte: whatever a terminal would make of half of one, it never sees half of one. Parser after ECMA-48 and the state
/// machine of DEC terminals, for UTF-8. Deterministic: the same bytes in any pieces give the same result. The recording keeps what the device sent.
/// </para>
/// </summary>
internal sealed class TerminalFilter
{
    /// <summary>Longest sequence that passes, bytes; a longer one is dropped to its end.</summary>
    public const int MaxSequence = 4096;

    private const byte Enquiry = 0x05;
    private const byte Bell = 0x07;
    private const byte Cancel = 0x18;
    private const byte Substitute = 0x1A;
    private const byte Escape = 0x1B;

    // Everything else is plain text of one byte.
    private static readonly SearchValues<byte> Special = SearchValues.Create([Enquiry, Escape, .. Enumerable.Range(0x80, 0x80).Select(i => (byte)i)]);

    private readonly ArrayBufferWriter<byte> shown = new(256);
    private readonly ArrayBufferWriter<byte> held = new(32);
    private State state;
    private int continuations;
    private byte leastSecond;
    private bool spoilt;
    private int invented;
    private int settled;

    private enum State : byte
    {
        Text,

        /// <summary>After 0xC2, which may begin a C1 control.</summary>
        MaybeControl,
        Escape,
        Csi,
        String,
        StringEscape,
    }

    // In bytes of the device: the ESC of an end that is not whole counts, the ESC that stands for a control of eight bits does not.
    private int Holding => held.WrittenCount + (state == State.StringEscape ? 1 : 0) - invented;

    /// <summary>Bytes that the last <see cref="Pass"/> dropped for good; those held are still to come.</summary>
    public int Dropped { get; private set; }

    /// <summary>What of the output may be shown; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Pass(ReadOnlyMemory<byte> output)
    {
        Dropped = 0;
        if (state == State.Text && continuations == 0 && !output.Span.ContainsAny(Special))
            return output;
        shown.ResetWrittenCount();
        var before = Holding;
        var rest = output.Span;
        while (!rest.IsEmpty)
        {
            if (state == State.Text && continuations == 0)
            {
                var plain = rest.IndexOfAny(Special);
                plain = plain < 0 ? rest.Length : plain;
                shown.Write(rest[..plain]);
                rest = rest[plain..];
                if (rest.IsEmpty)
                    break;
            }
            Take(rest[0]);
            rest = rest[1..];
        }
        settled += before + output.Length - shown.WrittenCount - Holding;
        Dropped = Math.Max(0, settled);
        settled -= Dropped;
        return shown.WrittenMemory;
    }

    private void Take(byte b)
    {
        switch (state)
        {
            case State.Text:
                Text(b);
                break;
            case State.MaybeControl:
                AfterC2(b);
                break;
            case State.Escape:
                InEscape(b);
                break;
            case State.Csi:
                InCsi(b);
                break;
            case State.String:
                InString(b);
                break;
            default:
                state = State.String;
                if (b == '\\')
                    EndString("\u001b\\"u8);
                else
                    Begin(State.Escape, b);
                break;
        }
    }

    private void Text(byte b)
    {
        if (IsContinuation(b))
        {
            Show(b);
            return;
        }
        switch (b)
        {
            case Escape:
                Begin(State.Escape);
                break;
            case Enquiry:
                break;
            case 0xC2:
                Begin(State.MaybeControl);
                held.Write([b]);
                break;
            case >= 0x80 and <= 0x9F:
                // A control of eight bits is no UTF-8. Who reads it anyway would begin a sequence here.
                Control((byte)(b - 0x40), raw: true);
                break;
            default:
                Show(b);
                break;
        }
    }

    private void AfterC2(byte b)
    {
        state = State.Text;
        if (b is >= 0x80 and <= 0x9F)
        {
            held.ResetWrittenCount();
            Control((byte)(b - 0x40), raw: false);
            return;
        }
        Release();
        continuations = b is >= 0xA0 and <= 0xBF ? 1 : 0;
        leastSecond = 0x80;
        Text(b);
    }

    // The C1 control whose seven-bit form is ESC and this byte.
    private void Control(byte final, bool raw)
    {
        if (final is not ((byte)'[' or (byte)']' or (byte)'P' or (byte)'X' or (byte)'^' or (byte)'_'))
            return;
        Begin(State.Escape, final);
        spoilt = raw;
        invented = raw ? 1 : 0;
    }

    private void InEscape(byte b)
    {
        var first = held.WrittenCount == 1;
        switch (b)
        {
            case Escape:
                Begin(State.Escape);
                break;
            case Cancel or Substitute:
                Drop();
                break;
            case < 0x20:
                Other(b);
                break;
            case (byte)'[' when first:
                held.Write([b]);
                state = State.Csi;
                break;
            case (byte)']' or (byte)'P' or (byte)'X' or (byte)'^' or (byte)'_' or (byte)'k' when first:
                held.Write([b]);
                state = State.String;
                continuations = 0;
                break;
            case < 0x30:
                Keep(b);
                break;
            case < 0x7F:
                Keep(b);
                Judge(TerminalSequences.PassesEscape(held.WrittenSpan));
                break;
            case 0x7F:
                break;
            default:
                Drop();
                Text(b);
                break;
        }
    }

    private void InCsi(byte b)
    {
        switch (b)
        {
            case Escape:
                Begin(State.Escape);
                break;
            case Cancel or Substitute:
                Drop();
                break;
            case < 0x20:
                Other(b);
                break;
            case < 0x40:
                Keep(b);
                break;
            case < 0x7F:
                Keep(b);
                Judge(TerminalSequences.PassesCsi(held.WrittenSpan[2..]));
                break;
            case 0x7F:
                break;
            default:
                Drop();
                Text(b);
                break;
        }
    }

    private void InString(byte b)
    {
        if (IsContinuation(b))
        {
            if (b == 0x9C && held.WrittenSpan[^1] == 0xC2)
                EndString(b);
            else
                Keep(b);
            return;
        }
        switch (b)
        {
            case Escape:
                state = State.StringEscape;
                break;
            case Cancel or Substitute:
                Drop();
                break;
            case Bell:
                EndString("\u0007"u8);
                break;
            case 0x9C:
                EndString(b);
                break;
            default:
                Keep(b);
                break;
        }
    }

    // Its end was one of eight bits: of that kind none passes.
    private void EndString(byte end)
    {
        Keep(end);
        Drop();
    }

    private void EndString(ReadOnlySpan<byte> terminator)
    {
        var passes = TerminalSequences.PassesString(held.WrittenSpan[1], held.WrittenSpan[2..]);
        held.Write(terminator);
        Judge(passes);
    }

    // A control inside of a sequence acts at once, as it does in a terminal.
    private void Other(byte b)
    {
        if (b != Enquiry)
            Show(b);
    }

    private void Begin(State next, byte? second = null)
    {
        Drop();
        state = next;
        if (next == State.Escape)
            held.Write([Escape]);
        if (second is { } b)
            InEscape(b);
    }

    private void Keep(byte b)
    {
        if (held.WrittenCount < MaxSequence)
            held.Write([b]);
        else
            spoilt = true;
    }

    private void Judge(bool passes)
    {
        if (passes && !spoilt)
            Release();
        else
            Drop();
    }

    private void Release()
    {
        shown.Write(held.WrittenSpan);
        Drop();
    }

    private void Drop()
    {
        held.ResetWrittenCount();
        continuations = 0;
        spoilt = false;
        invented = 0;
        state = State.Text;
    }

    private void Show(byte b) => shown.Write([b]);

    // Bytes of one character that look like controls; an overlong form is none.
    private bool IsContinuation(byte b)
    {
        if (continuations > 0)
        {
            if (b >= leastSecond && b <= 0xBF)
            {
                continuations--;
                leastSecond = 0x80;
                return true;
            }
            continuations = 0;
        }
        (continuations, leastSecond) = b switch
        {
            0xC2 when state == State.String => (1, (byte)0x80),
            >= 0xC3 and <= 0xDF => (1, (byte)0x80),
            0xE0 => (2, (byte)0xA0),
            > 0xE0 and <= 0xEF => (2, (byte)0x80),
            0xF0 => (3, (byte)0x90),
            > 0xF0 and <= 0xF4 => (3, (byte)0x80),
            _ => (0, (byte)0x80),
        };
        return false;
    }
}
