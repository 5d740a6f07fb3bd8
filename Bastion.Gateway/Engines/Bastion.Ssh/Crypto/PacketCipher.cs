namespace Bastion.Ssh.Crypto;

/// <summary>
/// Protection of binary packets, RFC 4253 section 6, in one direction with one set of keys. A packet lies in one span:
/// length (4), padding length (1), payload, padding, tag; everything happens in place. Not thread-safe.
/// </summary>
internal abstract class PacketCipher : IDisposable
{
    /// <summary>Padding makes the packet a multiple of this, at least 8.</summary>
    public abstract int BlockLength { get; }

    public abstract int TagLength { get; }

    /// <summary>Bytes of a packet that must be there before its length can be told.</summary>
    public virtual int HeaderLength => 4;

    /// <summary>Whether the length field counts for the alignment: not for AEAD and encrypt-then-MAC.</summary>
    public virtual bool LengthIsAligned => false;

    /// <summary>Encrypts and puts the tag into the last <see cref="TagLength"/> bytes.</summary>
    public abstract void Seal(uint sequence, Span<byte> packet);

    /// <summary>packet_length of the packet that begins with this header. Called once for each packet, before <see cref="TryOpen"/>.</summary>
    public abstract uint ReadLength(uint sequence, Span<byte> header);

    /// <summary>Checks the tag and decrypts. False: the packet is not authentic, and nothing of it may be used.</summary>
    public abstract bool TryOpen(uint sequence, Span<byte> packet);

    public abstract void Dispose();
}
