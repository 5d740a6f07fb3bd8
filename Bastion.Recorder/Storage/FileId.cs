using System.Buffers.Binary;

namespace Bastion.Recorder.Storage;

/// <summary>Names a data file inside the write-ahead log: one byte of kind, 16 bytes of identifier.</summary>
internal readonly record struct FileId(FileKind Kind, Guid Id)
{
    public const int Size = 17;

    public static FileId Journal => new(FileKind.Journal, Guid.Empty);

    public static FileId Recording(Guid id) => new(FileKind.Recording, id);

    public static FileId Read(ReadOnlySpan<byte> from) => new((FileKind)from[0], new Guid(from.Slice(1, 16), bigEndian: true));

    public void Write(Span<byte> to)
    {
        to[0] = (byte)Kind;
        Id.TryWriteBytes(to.Slice(1, 16), bigEndian: true, out _);
    }
}
