using System.Buffers;
using System.Text;

namespace Bastion.Recorder.Search;

/// <summary>
/// The text of one channel's output without its control sequences (ECMA-48), cut into lines, and the window titles it sets. Keeps no more than a
/// line; what a hostile device prints costs at most that.
/// </summary>
internal sealed class TranscriptText
{
    private const int Piece = 4096;
    private const int MaxLine = 400;
    private const int MaxTitle = 200;
    private readonly Decoder _utf8 = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _line = new();
    private readonly StringBuilder _title = new();
    private State _state;
    private long _since;

    private enum State
    {
        Text,
        Escape,
        Sequence,
        Command,
        CommandEscape,
        Charset,
    }

    public IEnumerable<TranscriptLine> Add(long micros, ReadOnlyMemory<byte> bytes)
    {
        var chars = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(Piece));
        try
        {
            for (; !bytes.IsEmpty; bytes = bytes[Math.Min(Piece, bytes.Length)..])
            {
                var count = _utf8.GetChars(bytes.Span[..Math.Min(Piece, bytes.Length)], chars, flush: false);
                for (var i = 0; i < count; i++)
                {
                    // Whole stretches of nothing: a dump of memory, a sparse image.
                    if (chars[i] == '\0' && _state == State.Text)
                    {
                        i += Zeros(chars, i, count);
                        continue;
                    }
                    if (Step(micros, chars[i]) is { } line)
                        yield return line;
                }
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    /// <summary>How many more zeros follow the one at this place.</summary>
    private static int Zeros(char[] chars, int at, int count) =>
        chars.AsSpan(at + 1, count - at - 1).IndexOfAnyExcept('\0') is >= 0 and var more ? more : count - at - 1;

    public TranscriptLine? End() => Cut();

    private TranscriptLine? Step(long micros, char letter)
    {
        switch (_state)
        {
            case State.Text:
                return InText(micros, letter);
            case State.Escape:
                _state = letter switch { '[' => State.Sequence, ']' => State.Command, 'P' or 'X' or '^' or '_' => State.Command, '(' or ')' or '*' or '+' => State.Charset, _ => State.Text };
                _title.Clear();
                return null;
            case State.Sequence:
                if (letter is >= '@' and <= '~')
                    _state = State.Text;
                return null;
            case State.Charset:
                _state = State.Text;
                return null;
            case State.CommandEscape:
                _state = letter == '\\' ? State.Text : State.Command;
                return letter == '\\' ? Titled(micros) : null;
            default:
                return InCommand(micros, letter);
        }
    }

    private TranscriptLine? InText(long micros, char letter)
    {
        switch (letter)
        {
            case '\u001b':
                _state = State.Escape;
                return null;
            case '\n' or '\r':
                return Cut();
            case '\b':
                if (_line.Length > 0)
                    _line.Length--;
                return null;
            default:
                if (letter < ' ' && letter != '\t')
                    return null;
                if (_line.Length == 0)
                    _since = micros;
                _line.Append(letter == '\t' ? ' ' : letter);
                return _line.Length >= MaxLine ? Cut() : null;
        }
    }

    private TranscriptLine? InCommand(long micros, char letter)
    {
        if (letter == '\a')
        {
            _state = State.Text;
            return Titled(micros);
        }
        if (letter == '\u001b')
            _state = State.CommandEscape;
        else if (_title.Length < MaxTitle)
            _title.Append(letter);
        return null;
    }

    // OSC 0 and 2: the title of the window.
    private TranscriptLine? Titled(long micros)
    {
        var command = _title.ToString();
        _title.Clear();
        return command.StartsWith("0;", StringComparison.Ordinal) || command.StartsWith("2;", StringComparison.Ordinal) ? new TranscriptLine(micros, "title", command[2..]) : null;
    }

    private TranscriptLine? Cut()
    {
        var text = _line.ToString().Trim();
        _line.Clear();
        return text.Length > 0 ? new TranscriptLine(_since, "output", text) : null;
    }
}
