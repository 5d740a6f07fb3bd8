using System.Buffers.Binary;
using System.Security.Cryptography;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Transport;

/// <summary>
/// From messages to sealed packets, RFC 4253 section 6: written and sealed in place in one pooled array, which a flush takes away whole.
/// While messages are held back they wait here as plaintext, in order. Not thread-safe.
/// </summary>
internal sealed class OutboundPackets : IDisposable
{
    private const int HeaderLength = 5;
    private const int RandomLength = 512;

    private readonly WireWriter _output = new(0);
    private readonly WireWriter _held = new(0);
    private readonly byte[] _random = new byte[RandomLength];
    private PacketCipher _cipher = new PlainCipher();
    private int _randomUsed = RandomLength;
    private int _usualLength;

    /// <summary>Sealed and not yet taken.</summary>
    public int Ready => _output.Length;

    /// <summary>Bytes that wait for the end of the key exchange.</summary>
    public int Held => _held.Length;

    public bool Holding { get; private set; }

    public uint Sequence { get; private set; }

    /// <summary>Bytes of packets sealed with these keys.</summary>
    public long BytesWithKeys { get; private set; }

    public void Hold() => Holding = true;

    /// <summary>Seals what was held back.</summary>
    public void Release()
    {
        Holding = false;
        ReadOnlySpan<byte> held = _held.Span;
        while (!held.IsEmpty)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(held);
            SealPayload(held.Slice(4, length));
            held = held[(4 + length)..];
        }

        _held.Reset();
    }

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

    public void Write<T>(in T message)
        where T : ISshMessage<T>
    {
        WireWriter target = Holding ? _held : _output;
        Prepare(target);
        int start = target.Length;
        target.Extend(Holding ? 4 : HeaderLength);
        SshMessage.Write(target, message);
        if (Holding)
        {
            BinaryPrimitives.WriteInt32BigEndian(target.Written[start..], target.Length - start - 4);
        }
        else
        {
            Seal(start);
        }
    }

    public void WritePayload(ReadOnlySpan<byte> payload)
    {
        if (Holding)
        {
            _held.WriteString(payload);
        }
        else
        {
            SealPayload(payload);
        }
    }

    /// <summary>Seals past what is held back: key exchange and disconnect.</summary>
    public void SealPayload(ReadOnlySpan<byte> payload)
    {
        Prepare(_output);
        int start = _output.Length;
        _output.Extend(HeaderLength);
        _output.WriteRaw(payload);
        Seal(start);
    }

    /// <summary>Raw bytes before any packet: the version line.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes) => _output.WriteRaw(bytes);

    /// <summary>Everything sealed so far; the array goes back to the shared pool when it is on its way.</summary>
    public byte[] Take(out int length)
    {
        byte[] taken = _output.Detach(out length);
        _usualLength = Math.Min(length, SshLimits.ReceiveBatch);
        return taken;
    }

    public void Dispose()
    {
        _cipher.Dispose();
        _output.Dispose();
        _held.Dispose();
    }

    // A batch is about as large as the one before it: growing step by step would copy it again and again.
    private void Prepare(WireWriter target)
    {
        if (target.Length == 0)
        {
            target.Reserve(_usualLength);
        }
    }

    private void Seal(int start)
    {
        int payload = _output.Length - start - HeaderLength;
        int block = _cipher.BlockLength;
        int counted = (_cipher.LengthIsAligned ? HeaderLength : 1) + payload;
        int padding = block - (counted % block);
        if (padding < 4)
        {
            padding += block;
        }

        FillRandom(_output.Extend(padding));
        _output.Extend(_cipher.TagLength);
        Span<byte> packet = _output.Written[start..];
        BinaryPrimitives.WriteInt32BigEndian(packet, 1 + payload + padding);
        packet[4] = (byte)padding;
        _cipher.Seal(Sequence, packet);
        Sequence = unchecked(Sequence + 1);
        BytesWithKeys += packet.Length;
    }

    private void FillRandom(Span<byte> padding)
    {
        if (RandomLength - _randomUsed < padding.Length)
        {
            RandomNumberGenerator.Fill(_random);
            _randomUsed = 0;
        }

        _random.AsSpan(_randomUsed, padding.Length).CopyTo(padding);
        _randomUsed += padding.Length;
    }
}
