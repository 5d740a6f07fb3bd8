using System.Buffers.Binary;
using System.IO.Compression;

namespace Bastion.Recorder.Recordings;

/// <summary>
/// A main part made smaller: u32 length of what it stands for · raw DEFLATE (RFC 1951) of it. What is not worth it stays as it is; after a batch
/// that was not, the next ones are not tried, so that files that are compressed already cost nothing.
/// </summary>
internal sealed class PackedPart
{
    /// <summary>Keystrokes and short lines gain nothing.</summary>
    public const int Smallest = 1024;
    private const int Header = 4;
    private const int Pause = 32;
    private int _pause;

    /// <summary>Bytes written to <paramref name="to"/>, which is as large as the content; 0 when it is not worth it.</summary>
    public int TryPack(byte[] content, int length, byte[] to)
    {
        if (length < Smallest || _pause-- > 0)
            return 0;
        var most = length - (length / 8);
        using var packed = new MemoryStream(to, 0, most);
        BinaryPrimitives.WriteInt32BigEndian(to, length);
        packed.Position = Header;
        try
        {
            using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                deflate.Write(content, 0, length);
            _pause = 0;
            return (int)packed.Position;
        }
        catch (NotSupportedException)
        {
            // It grew beyond the room, which is where it stops being worth it.
            _pause = Pause;
            return 0;
        }
    }

    /// <exception cref="InvalidDataException">Not such a part, or of another length than it says.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        var length = packed.Length > Header ? BinaryPrimitives.ReadInt32BigEndian(packed) : -1;
        if (length is < 0 or > RecordHeader.MaxRecord)
            throw new InvalidDataException("the packed part says no length");
        var content = new byte[length];
        using var deflated = new DeflateStream(new MemoryStream(packed[Header..].ToArray()), CompressionMode.Decompress);
        if (deflated.ReadAtLeast(content, length, throwOnEndOfStream: false) < length || deflated.ReadByte() >= 0)
            throw new InvalidDataException("the packed part has another length than it says");
        return content;
    }
}
