using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Scp;

/// <summary>Cuts one direction of scp's old protocol into lines, content and acknowledgements. How much content follows is told by the owner.</summary>
public sealed class ScpReader
{
    private const byte NewLine = (byte)'\n';

    private readonly byte[] _line = new byte[ScpLimits.Line];
    private int _have;

    /// <summary>Bytes of content that come next.</summary>
    public ulong Content { get; set; }

    /// <summary>Bytes of a line that are kept here until the rest comes.</summary>
    public int Gathered => _have;

    /// <exception cref="SshProtocolException">A line longer than allowed.</exception>
    public bool TryRead(ref ReadOnlyMemory<byte> input, out ScpPiece piece)
    {
        piece = default;
        if (input.IsEmpty)
        {
            return false;
        }

        if (Content > 0)
        {
            int count = (int)Math.Min(Content, (ulong)input.Length);
            Content -= (ulong)count;
            piece = new ScpPiece(ScpPieceKind.Content, input[..count]);
            input = input[count..];
            return true;
        }

        if (_have == 0 && input.Span[0] == 0)
        {
            piece = new ScpPiece(ScpPieceKind.Done, input[..1]);
            input = input[1..];
            return true;
        }

        int end = input.Span.IndexOf(NewLine);
        int taken = end < 0 ? input.Length : end + 1;
        if (_have + taken > ScpLimits.Line)
        {
            throw new SshProtocolException("line of a file copy is longer than allowed");
        }

        ReadOnlyMemory<byte> part = input[..taken];
        input = input[taken..];
        if (_have == 0 && end >= 0)
        {
            piece = new ScpPiece(ScpPieceKind.Line, part);
            return true;
        }

        part.Span.CopyTo(_line.AsSpan(_have));
        _have += taken;
        if (end < 0)
        {
            return false;
        }

        piece = new ScpPiece(ScpPieceKind.Line, _line.AsMemory(0, _have));
        _have = 0;
        return true;
    }
}
