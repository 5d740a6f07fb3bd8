using System.Buffers.Binary;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Sftp;

/// <summary>
/// Cuts one direction of an SFTP stream into pieces: uint32 length, byte type, body (draft-ietf-secsh-filexfer-02 section 3). What carries content or listings is passed
/// in parts as it comes, the rest is gathered until it is whole.
/// </summary>
public sealed class SftpFramer(bool fromClient)
{
    private const int TypeEnd = 5;
    private const int IdEnd = 9;
    private const int FirstLengthEnd = 13;

    private byte[] _gathered = [];
    private int _have;
    private int _content;
    private int _surplus;

    /// <summary>Nothing of a packet was passed without the rest of it: something of ours may stand here.</summary>
    public bool AtBoundary => _content + _surplus == 0;

    /// <summary>Bytes of a packet that are kept here until the rest comes.</summary>
    public int Gathered => _have;

    /// <summary>Takes the next piece off the front of <paramref name="input"/>; false when all of it was taken and more is needed.</summary>
    /// <exception cref="SshProtocolException">No SFTP, or larger than allowed.</exception>
    public bool TryRead(ref ReadOnlyMemory<byte> input, out SftpPiece piece)
    {
        if (!AtBoundary)
        {
            return TryReadContent(ref input, out piece);
        }

        if (_have == 0 && Target(input.Span, out bool whole) is int length && whole && input.Length >= length)
        {
            piece = Take(input[..length]);
            input = input[length..];
            return true;
        }

        while (!input.IsEmpty)
        {
            int target = Target(_gathered.AsSpan(0, _have), out bool final);
            if (_have < target)
            {
                int count = Math.Min(target - _have, input.Length);
                Gather(input.Span[..count], target);
                input = input[count..];
            }

            target = Target(_gathered.AsSpan(0, _have), out final);
            if (final && _have == target)
            {
                _have = 0;
                piece = Take(_gathered.AsMemory(0, target));
                return true;
            }
        }

        piece = default;
        return false;
    }

    private bool TryReadContent(ref ReadOnlyMemory<byte> input, out SftpPiece piece)
    {
        if (input.IsEmpty)
        {
            piece = default;
            return false;
        }

        bool content = _content > 0;
        ref int left = ref content ? ref _content : ref _surplus;
        int count = Math.Min(left, input.Length);
        left -= count;
        piece = new SftpPiece(content ? SftpPieceKind.Content : SftpPieceKind.Surplus, input[..count], AtBoundary);
        input = input[count..];
        return true;
    }

    private SftpPiece Take(ReadOnlyMemory<byte> bytes)
    {
        uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes.Span);
        _content = (int)length + 4 - bytes.Length;
        _surplus = 0;
        var type = (SftpType)bytes.Span[4];
        if (fromClient && type == SftpType.Write)
        {
            int said = (int)BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[^4..]);
            _surplus = _content - said;
            _content = said;
        }

        return new SftpPiece(IsStreamed(type) ? SftpPieceKind.Head : SftpPieceKind.Packet, bytes, AtBoundary);
    }

    /// <summary>How many bytes the next piece has, or, while that is open, how many are needed to know more.</summary>
    private int Target(ReadOnlySpan<byte> known, out bool final)
    {
        final = false;
        if (known.Length < TypeEnd)
        {
            return TypeEnd;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(known);
        var type = (SftpType)known[4];
        int shortest = type is SftpType.Init or SftpType.Version ? TypeEnd : IdEnd;
        if (length > SftpLimits.Packet || length + 4 < shortest)
        {
            throw new SshProtocolException("file transfer packet has an impossible length");
        }

        int total = (int)length + 4;
        if (!IsStreamed(type))
        {
            if (length > SftpLimits.WholePacket)
            {
                throw new SshProtocolException("file transfer packet is longer than allowed");
            }

            final = true;
            return total;
        }

        if (type is SftpType.Name or SftpType.ExtendedReply)
        {
            final = true;
            return IdEnd;
        }

        if (total < FirstLengthEnd)
        {
            throw new SshProtocolException("file transfer packet is shorter than its fields");
        }

        if (known.Length < FirstLengthEnd)
        {
            return FirstLengthEnd;
        }

        uint first = BinaryPrimitives.ReadUInt32BigEndian(known[IdEnd..]);
        if (type == SftpType.Data)
        {
            final = true;
            if (first != total - FirstLengthEnd)
            {
                throw NotItsContent();
            }

            return FirstLengthEnd;
        }

        // WRITE: handle, uint64 offset, string data. Some clients (Go's, in the last packet of a file) leave the rest of a buffer behind it.
        if (first > SftpLimits.Handle || FirstLengthEnd + first + 12 > total)
        {
            throw new SshProtocolException("file transfer packet is shorter than its fields");
        }

        int head = FirstLengthEnd + (int)first + 12;
        final = true;
        if (known.Length >= head && BinaryPrimitives.ReadUInt32BigEndian(known[(head - 4)..]) > total - head)
        {
            throw NotItsContent();
        }

        return head;
    }

    private static SshProtocolException NotItsContent() => new("file transfer packet is not as long as its content");

    private bool IsStreamed(SftpType type) => fromClient ? type == SftpType.Write : type is SftpType.Data or SftpType.Name or SftpType.ExtendedReply;

    private void Gather(ReadOnlySpan<byte> bytes, int target)
    {
        if (_gathered.Length < target)
        {
            Array.Resize(ref _gathered, Math.Max(target, 256));
        }

        bytes.CopyTo(_gathered.AsSpan(_have));
        _have += bytes.Length;
    }
}
