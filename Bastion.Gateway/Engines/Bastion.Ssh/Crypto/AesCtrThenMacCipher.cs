using System.Buffers.Binary;

namespace Bastion.Ssh.Crypto;

/// <summary>AES-CTR with a MAC "-etm@openssh.com": the length is in clear and the MAC covers the ciphertext.</summary>
internal sealed class AesCtrThenMacCipher(AesCtr ctr, PacketMac mac) : PacketCipher
{
    public override int BlockLength => AesCtr.BlockLength;

    public override int TagLength => mac.Length;

    public override void Seal(uint sequence, Span<byte> packet)
    {
        ctr.Apply(packet[4..^TagLength]);
        mac.Compute(sequence, packet[..^TagLength], packet[^TagLength..]);
    }

    public override uint ReadLength(uint sequence, Span<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header);

    public override bool TryOpen(uint sequence, Span<byte> packet)
    {
        if (!mac.Check(sequence, packet[..^TagLength], packet[^TagLength..]))
        {
            return false;
        }

        ctr.Apply(packet[4..^TagLength]);
        return true;
    }

    public override void Dispose()
    {
        ctr.Dispose();
        mac.Dispose();
    }
}
