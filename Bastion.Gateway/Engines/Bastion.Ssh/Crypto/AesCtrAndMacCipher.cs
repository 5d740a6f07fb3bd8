using System.Buffers.Binary;

namespace Bastion.Ssh.Crypto;

/// <summary>AES-CTR with the MAC of RFC 4253 section 6.4: the length is encrypted and the MAC covers the plaintext.</summary>
internal sealed class AesCtrAndMacCipher(AesCtr ctr, PacketMac mac) : PacketCipher
{
    public override int BlockLength => AesCtr.BlockLength;

    public override int TagLength => mac.Length;

    // The first block must be decrypted before the length is known.
    public override int HeaderLength => AesCtr.BlockLength;

    public override bool LengthIsAligned => true;

    public override void Seal(uint sequence, Span<byte> packet)
    {
        mac.Compute(sequence, packet[..^TagLength], packet[^TagLength..]);
        ctr.Apply(packet[..^TagLength]);
    }

    public override uint ReadLength(uint sequence, Span<byte> header)
    {
        ctr.Apply(header[..HeaderLength]);
        return BinaryPrimitives.ReadUInt32BigEndian(header);
    }

    public override bool TryOpen(uint sequence, Span<byte> packet)
    {
        ctr.Apply(packet[HeaderLength..^TagLength]);
        return mac.Check(sequence, packet[..^TagLength], packet[^TagLength..]);
    }

    public override void Dispose()
    {
        ctr.Dispose();
        mac.Dispose();
    }
}
