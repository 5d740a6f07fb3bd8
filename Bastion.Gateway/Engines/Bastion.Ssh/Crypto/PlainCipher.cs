using System.Buffers.Binary;

namespace Bastion.Ssh.Crypto;

/// <summary>"none": before the first keys.</summary>
internal sealed class PlainCipher : PacketCipher
{
    public override int BlockLength => 8;

    public override int TagLength => 0;

    public override bool LengthIsAligned => true;

    public override void Seal(uint sequence, Span<byte> packet) { }

    public override uint ReadLength(uint sequence, Span<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header);

    public override bool TryOpen(uint sequence, Span<byte> packet) => true;

    public override void Dispose() { }
}
