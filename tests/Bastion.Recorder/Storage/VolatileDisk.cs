using Bastion.Recorder.Storage;
using Microsoft.Win32.SafeHandles;

namespace Bastion.Recorder.Tests.Storage;

/// <summary>
/// A disk that keeps what it was not told to sync in memory, and loses it when the power goes: what is read is what was written, what is on the real
/// disk is what was synced. Of the writes that wait, some prefix may have got there all the same, the last of it torn.
/// </summary>
internal sealed class VolatileDisk : ISystemCalls
{
    private readonly LibcCalls _kernel = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<(long Offset, byte[] Bytes)>> _waiting = [];
    private readonly Dictionary<SafeFileHandle, string> _paths = [];
    private int _syncs;
    private bool _dead;

    public int Syncs => Volatile.Read(ref _syncs);

    /// <summary>From this sync on nothing happens any more, and nothing answers well.</summary>
    public int DiesAtSync { get; init; } = int.MaxValue;

    /// <summary>The power is gone: of what waited, the first so many bytes of each file got there.</summary>
    public void Tear(Random random)
    {
        lock (_gate)
        {
            _dead = true;
            foreach (var (path, writes) in _waiting.Where(file => File.Exists(file.Key)))
            {
                using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
                var left = random.Next(3) == 0 ? 0 : random.Next(writes.Sum(write => write.Bytes.Length) + 1);
                foreach (var (offset, bytes) in writes)
                {
                    RandomAccess.Write(file, bytes.AsSpan(0, Math.Min(left, bytes.Length)), offset);
                    left = Math.Max(0, left - bytes.Length);
                }
            }
        }
    }

    public int Open(string path, bool create, out SafeFileHandle handle)
    {
        var result = _kernel.Open(path, create, out handle);
        if (result >= 0)
        {
            lock (_gate)
                _paths[handle] = path;
        }
        return result;
    }

    public int OpenDirectory(string path, out SafeFileHandle handle) => _kernel.OpenDirectory(path, out handle);

    public long Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        lock (_gate)
        {
            if (_dead)
                return -5;
            var path = _paths[file];
            if (!_waiting.TryGetValue(path, out var writes))
                _waiting[path] = writes = [];
            writes.Add((offset, bytes.ToArray()));
            return bytes.Length;
        }
    }

    public long Read(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        lock (_gate)
        {
            var read = _kernel.Read(file, bytes, offset);
            if (read < 0 || !_waiting.TryGetValue(_paths.GetValueOrDefault(file, ""), out var writes))
                return read;
            foreach (var (at, waiting) in writes)
            {
                var (from, to) = (Math.Max(at, offset), Math.Min(at + waiting.Length, offset + bytes.Length));
                if (from >= to)
                    continue;
                waiting.AsSpan((int)(from - at), (int)(to - from)).CopyTo(bytes[(int)(from - offset)..]);
                read = Math.Max(read, to - offset);
            }
            return read;
        }
    }

    public int SyncData(SafeFileHandle file) => Synced(file, _kernel.SyncData);

    public int Sync(SafeFileHandle file) => Synced(file, _kernel.Sync);

    public int Allocate(SafeFileHandle file, long length) => _kernel.Allocate(file, length);

    public int Truncate(SafeFileHandle file, long length)
    {
        lock (_gate)
            return _dead ? -5 : _kernel.Truncate(file, length);
    }

    public int Rename(string from, string to)
    {
        lock (_gate)
        {
            if (_dead)
                return -5;
            if (_waiting.Remove(from, out var writes))
                _waiting[to] = writes;
            foreach (var (handle, _) in _paths.Where(path => path.Value == from).ToList())
                _paths[handle] = to;
            return _kernel.Rename(from, to);
        }
    }

    public int Remove(string path)
    {
        lock (_gate)
        {
            if (_dead)
                return -5;
            _waiting.Remove(path);
            return _kernel.Remove(path);
        }
    }

    private int Synced(SafeFileHandle file, Func<SafeFileHandle, int> sync)
    {
        lock (_gate)
        {
            if (_dead || Interlocked.Increment(ref _syncs) >= DiesAtSync)
            {
                _dead = true;
                return -5;
            }
            if (_paths.TryGetValue(file, out var path) && _waiting.Remove(path, out var writes))
            {
                foreach (var (offset, bytes) in writes)
                    _kernel.Write(file, bytes, offset);
            }
            // The real disk need not be waited for: it is the model that loses.
            _ = sync;
            return 0;
        }
    }
}
