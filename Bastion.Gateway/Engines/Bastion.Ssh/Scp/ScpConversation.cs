using Bastion.Ssh.Files;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Scp;

/// <summary>
/// One scp as it passes, in either direction: the source's lines and content, the sink's answers, taken in turn as scp does. Facts come out.
/// Not thread-safe: both directions come from two tasks, so the owner locks.
/// </summary>
public sealed class ScpConversation(ScpCommand command, bool hashOnly) : IDisposable
{
    private readonly ScpReader _source = new();
    private readonly ScpReader _sink = new();
    private readonly ScpPaths _paths = new(command);
    private readonly FileWay _way = command.ToDevice ? FileWay.In : FileWay.Out;
    private ScpState _state = ScpState.HeaderAnswer;
    private ScpHeader? _header;
    private FileFlow? _flow;
    private string _path = "";
    private string? _fault;
    private ulong _at;
    private int _acts;
    private int _files;

    /// <summary>The next piece of the side that sends files.</summary>
    /// <exception cref="SshProtocolException">Not scp, or out of turn.</exception>
    public bool TryReadSource(ref ReadOnlyMemory<byte> input, ICollection<FileFact> facts, out ScpPiece piece)
    {
        if (!_source.TryRead(ref input, out piece))
        {
            return false;
        }

        switch (piece.Kind)
        {
            case ScpPieceKind.Content:
                _flow!.Add(_at, piece.Bytes.Span, facts);
                _at += (ulong)piece.Bytes.Length;
                if (_source.Content == 0)
                {
                    _state = ScpState.ContentEnd;
                }

                break;
            case ScpPieceKind.Done:
                Require(ScpState.ContentEnd);
                _state = ScpState.ContentAnswer;
                break;
            case ScpPieceKind.Line when piece.Bytes.Span[0] is 1 or 2:
                Complain(piece.Bytes.Span);
                break;
            default:
                Announce(piece.Bytes.Span, facts);
                break;
        }

        return true;
    }

    /// <summary>The next piece of the side that takes files.</summary>
    /// <exception cref="SshProtocolException">Not scp, or out of turn.</exception>
    public bool TryReadSink(ref ReadOnlyMemory<byte> input, ICollection<FileFact> facts, out ScpPiece piece)
    {
        if (!_sink.TryRead(ref input, out piece))
        {
            return false;
        }

        bool good = piece.Kind == ScpPieceKind.Done;
        if (!good && piece.Bytes.Span[0] is not (1 or 2))
        {
            throw new SshProtocolException("answer of a file copy is none");
        }

        switch (_state)
        {
            case ScpState.HeaderAnswer:
                Answered(good, facts);
                break;
            case ScpState.ContentAnswer:
                Closed(_fault ?? (good ? "ok" : "failed"), facts);
                _state = ScpState.Header;
                break;
            case ScpState.Content or ScpState.ContentEnd when !good:
                // A full disk is told while the content still comes; scp sends it to its end all the same.
                _fault ??= "failed";
                break;
            case ScpState.Header when !good:
                // A second complaint about the same file.
                break;
            default:
                throw new SshProtocolException("answer of a file copy out of turn");
        }

        return true;
    }

    /// <summary>The channel is over.</summary>
    public void End(ICollection<FileFact> facts) => Closed("cut", facts);

    public void Dispose() => _flow?.Dispose();

    private void Require(ScpState state)
    {
        if (_state != state)
        {
            throw new SshProtocolException("file copy out of turn");
        }
    }

    private void Complain(ReadOnlySpan<byte> line)
    {
        // Instead of a header: the next one follows without an answer. Instead of the end of a content: it is answered.
        if (_state == ScpState.ContentEnd)
        {
            _fault ??= "failed";
            _state = ScpState.ContentAnswer;
        }
        else if (_state != ScpState.Header && !(line[0] == 2 || _state == ScpState.HeaderAnswer))
        {
            throw new SshProtocolException("file copy out of turn");
        }
    }

    private void Announce(ReadOnlySpan<byte> line, ICollection<FileFact> facts)
    {
        Require(ScpState.Header);
        _header = ScpHeader.Parse(line) ?? throw new SshProtocolException("line of a file copy is none");
        _state = ScpState.HeaderAnswer;
        if (_header.Kind is 'C' or 'D')
        {
            _path = _paths.Of(_header.Name);
            if (_header.Kind == 'C' || command.ToDevice)
            {
                facts.Add(new FileFact(FileFactKind.Act)
                {
                    Act = ++_acts,
                    Op = _header.Kind == 'C' ? "open" : "mkdir",
                    Path = _path,
                    Way = _header.Kind == 'C' ? _way : FileWay.None,
                    Detail = "mode " + _header.Mode,
                });
            }
        }
    }

    private void Answered(bool good, ICollection<FileFact> facts)
    {
        ScpHeader? header = _header;
        _header = null;
        _state = ScpState.Header;
        switch (header?.Kind)
        {
            case 'D':
                if (command.ToDevice)
                {
                    facts.Add(new FileFact(FileFactKind.Outcome) { Act = _acts, Outcome = good ? "ok" : "failed" });
                }

                if (good)
                {
                    _paths.Enter(header.Name);
                }

                break;
            case 'E':
                _paths.Leave();
                break;
            case 'C':
                facts.Add(new FileFact(FileFactKind.Outcome) { Act = _acts, File = good ? _files + 1 : 0, Outcome = good ? "ok" : "failed" });
                if (good)
                {
                    Begin(header.Size);
                }

                break;
        }
    }

    private void Begin(ulong size)
    {
        _flow = new FileFlow(++_files, _way, hashOnly) { KnownEnd = size };
        _source.Content = size;
        _at = 0;
        _fault = null;
        _state = size == 0 ? ScpState.ContentEnd : ScpState.Content;
    }

    private void Closed(string outcome, ICollection<FileFact> facts)
    {
        _flow?.Close(_path, fresh: true, outcome, facts);
        _flow?.Dispose();
        _flow = null;
    }
}
