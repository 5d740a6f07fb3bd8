using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Transport;

/// <summary>
/// From a stream to decrypted payloads, RFC 4253 section 6. One pooled array takes what the stream gives and is decrypted in place; there
/// is none while nothing is there. Payloads are valid until <see cref="FillAsync"/>. One reader.
/// </summary>
internal sealed class InboundPackets(Stream stream) : IDisposable
{
    private const int SmallestRead = 16 * 1024;

    // padding_length, one byte of payload, least padding.
    private const int ShortestPacket = 1 + 1 + 4;

    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private int _readHint = SmallestRead;
    private int _packetLength = -1;
    private PacketCipher _cipher = new PlainCipher();

    /// <summary>Sequence number of the next packet.</summary>
    public uint Sequence { get; private set; }

    /// <summary>Bytes of packets read with these keys.</summary>
    public long BytesWithKeys { get; private set; }

    private int Available => _end - _start;

    public void Install(PacketCipher cipher, bool resetSequence)
    {
        _cipher.Dispose();
        _cipher = cipher;
        BytesWithKeys = 0;
        if (resetSequence)
        {
            Sequence = 0;
        }
    }

    /// <summary>One line up to LF, without CR LF. False: not there yet.</summary>
    public bool TryReadLine(out string line)
    {
        ReadOnlySpan<byte> there = _buffer.AsSpan(_start, Math.Min(Available, SshLimits.VersionLine));
        int feed = there.IndexOf((byte)'\n');
        line = "";
        if (feed < 0)
        {
            return Available < SshLimits.VersionLine ? false : throw new SshProtocolException("version line is too long");
        }

        line = Encoding.Latin1.GetString(there[..feed].TrimEnd((byte)'\r'));
        _start += feed + 1;
        return true;
    }

    /// <summary>Next packet that is there whole. False: <see cref="FillAsync"/> first.</summary>
    /// <exception cref="SshProtocolException">Bad length, padding or tag.</exception>
    public bool TryReadPacket(int longest, out ReadOnlyMemory<byte> payload)
    {
        payload = default;
        if (_packetLength < 0 && !TryReadLength(longest))
        {
            return false;
        }

        int total = 4 + _packetLength + _cipher.TagLength;
        if (Available < total)
        {
            return false;
        }

        Span<byte> packet = _buffer.AsSpan(_start, total);
        if (!_cipher.TryOpen(Sequence, packet))
        {
            throw new SshProtocolException(DisconnectReason.MacError, "packet is not authentic");
        }

        int padding = packet[4];
        if (padding < 4 || padding > _packetLength - 2)
        {
            throw new SshProtocolException("padding does not fit its packet");
        }

        payload = _buffer.AsMemory(_start + 5, _packetLength - padding - 1);
        _start += total;
        _packetLength = -1;
        Sequence = unchecked(Sequence + 1);
        BytesWithKeys += total;
        return true;
    }

    /// <summary>Waits for bytes without holding memory, then takes what is there. False: the stream has ended.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        if (Available == 0)
        {
            Release();
            await stream.ReadAsync(Memory<byte>.Empty, cancellation).ConfigureAwait(false);
        }

        MakeRoom();
        int count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation).ConfigureAwait(false);
        if (_end + count == _buffer.Length)
        {
            _readHint = Math.Min(_readHint * 2, SshLimits.ReceiveBatch);
        }
        else if (count < _readHint / 4)
        {
            _readHint = Math.Max(_readHint / 2, SmallestRead);
        }

        _end += count;
        return count > 0;
    }

    public void Dispose()
    {
        Release();
        _cipher.Dispose();
    }

    private bool TryReadLength(int longest)
    {
        if (Available < _cipher.HeaderLength)
        {
            return false;
        }

        uint length = _cipher.ReadLength(Sequence, _buffer.AsSpan(_start, _cipher.HeaderLength));
        uint aligned = length + (_cipher.LengthIsAligned ? 4u : 0u);
        if (length < ShortestPacket || length > (uint)longest || aligned % (uint)_cipher.BlockLength != 0)
        {
            throw new SshProtocolException("packet length is not valid");
        }

        _packetLength = (int)length;
        return true;
    }

    private void MakeRoom()
    {
        int needed = _packetLength < 0 ? _cipher.HeaderLength : 4 + _packetLength + _cipher.TagLength;
        int wanted = Math.Max(needed, _readHint);
        if (_buffer.Length >= wanted && _buffer.Length - _end >= wanted / 2)
        {
            return;
        }

        if (_buffer.Length >= wanted && _start > 0)
        {
            _buffer.AsSpan(_start, Available).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(wanted, Available + (wanted / 2)));
        int available = Available;
        _buffer.AsSpan(_start, available).CopyTo(larger);
        Release();
        _buffer = larger;
        _end = available;
    }

    private void Release()
    {
        if (_buffer.Length > 0)
        {
            // Passwords come this way.
            CryptographicOperations.ZeroMemory(_buffer.AsSpan(0, _end));
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = [];
        _start = 0;
        _end = 0;
    }
}
