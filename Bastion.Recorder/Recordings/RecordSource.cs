using System.Buffers;
using System.Buffers.Binary;
using Bastion.Recorder.Storage;
using Microsoft.Win32.SafeHandles;

namespace Bastion.Recorder.Recordings;

/// <summary>Walks over the records of a file. Knows their lengths and nothing of their meaning.</summary>
internal sealed class RecordSource : IDisposable
{
    private const int ReadAhead = 256 << 10;

    private readonly Disk _disk;
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(ReadAhead);
    private long _bufferAt;
    private int _buffered;

    private RecordSource(Disk disk, SafeFileHandle file, string path, Preamble preamble)
    {
        (_disk, _file, _path, Preamble) = (disk, file, path, preamble);
        Offset = Preamble.Size;
    }

    public Preamble Preamble { get; }

    /// <summary>Where the next record starts.</summary>
    public long Offset { get; private set; }

    /// <summary>Null when the file does not start as a recording does.</summary>
    public static RecordSource? Open(Disk disk, string path)
    {
        var file = disk.OpenToRead(path);
        Span<byte> bytes = stackalloc byte[Preamble.Size];
        if (Preamble.TryRead(bytes[..disk.Read(file, path, bytes, 0)], out var preamble))
            return new RecordSource(disk, file, path, preamble);
        file.Dispose();
        return null;
    }

    public long FileLength => RandomAccess.GetLength(_file);

    /// <summary>
    /// The next whole record before <paramref name="limit"/>, valid until the next call. False at its end or when the bytes there
    /// cannot be a record; <paramref name="flaw"/> tells them apart.
    /// </summary>
    public bool TryNext(long limit, out RecordHeader header, out ReadOnlyMemory<byte> record, out Flaw? flaw)
    {
        (header, record, flaw) = (default, default, null);
        var left = limit - Offset;
        if (left <= 0)
            return false;
        var head = Fill((int)Math.Min(left, RecordHeader.Size));
        if (head.Length < RecordHeader.Size)
        {
            flaw = new Flaw("incomplete", Offset, $"{left} bytes behind the last record are no record");
            return false;
        }
        if (!RecordHeader.TryRead(head.Span, out header))
        {
            flaw = new Flaw("length", Offset, "no record starts where one should");
            return false;
        }
        if (header.Total > left)
        {
            flaw = new Flaw("incomplete", Offset, $"the record has {left} of its {header.Total} bytes");
            return false;
        }
        record = Fill(header.Total);
        if (record.Length < header.Total || BinaryPrimitives.ReadInt32BigEndian(record.Span[^4..]) != header.Total - 8)
        {
            flaw = new Flaw("length", Offset, "the two lengths of the record differ");
            return false;
        }
        Offset += header.Total;
        return true;
    }

    /// <summary>Steps over records without reading them, while they end at or before this frame.</summary>
    public void SkipTo(ulong frame, long limit)
    {
        while (limit - Offset >= RecordHeader.Size
            && RecordHeader.TryRead(Fill(RecordHeader.Size).Span, out var header)
            && header.Kind == RecordKind.Batch ? header.FirstFrame + (ulong)header.Frames <= frame : false)
            Offset += header.Total;
    }

    public void Dispose()
    {
        _file.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private ReadOnlyMemory<byte> Fill(int count)
    {
        var from = (int)Math.Min(Offset - _bufferAt, _buffered);
        if (Offset < _bufferAt || _buffered - from < count)
        {
            if (_buffer.Length < count)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = ArrayPool<byte>.Shared.Rent(count);
            }
            _buffered = _disk.Read(_file, _path, _buffer, Offset);
            (_bufferAt, from) = (Offset, 0);
        }
        return _buffer.AsMemory(from, Math.Min(count, _buffered - from));
    }
}
