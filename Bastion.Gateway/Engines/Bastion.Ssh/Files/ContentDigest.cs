using System.Security.Cryptography;

namespace Bastion.Ssh.Files;

/// <summary>
/// SHA-256 of a content whose parts may come out of order. Parts ahead of their turn wait, up to <see cref="MaxWaiting"/> bytes; what cannot be put in order any more
/// is counted and not hashed, and <see cref="InOrder"/> says so.
/// </summary>
public sealed class ContentDigest(bool repeatsHarmless) : IDisposable
{
    /// <summary>Bytes of one content that wait for what comes before them.</summary>
    public const int MaxWaiting = 1024 * 1024;

    private readonly SortedList<ulong, byte[]> _waiting = [];
    private IncrementalHash? _hash;
    private ulong _next;
    private int _waitingBytes;

    /// <summary>Offset of the first byte that was hashed.</summary>
    public ulong Start { get; private set; }

    /// <summary>Bytes hashed, from <see cref="Start"/> on.</summary>
    public ulong Length => _next - Start;

    /// <summary>One past the last byte that was hashed.</summary>
    public ulong End => _next;

    /// <summary>All bytes that passed, repeated ones too.</summary>
    public ulong Passed { get; private set; }

    /// <summary>Everything that passed could be put in order.</summary>
    public bool InOrder { get; private set; } = true;

    public void Add(ulong offset, ReadOnlySpan<byte> bytes)
    {
        Passed += (ulong)bytes.Length;
        if (!InOrder || bytes.IsEmpty)
        {
            return;
        }

        if (offset > ulong.MaxValue - (ulong)bytes.Length)
        {
            Break();
        }
        else if (offset == _next)
        {
            Append(bytes);
            Drain();
        }
        else if (offset < _next)
        {
            Repeat(offset, bytes);
        }
        else
        {
            Wait(offset, bytes);
        }
    }

    /// <summary>No more comes: a content that did not begin at 0 is taken from where it began.</summary>
    public void Finish()
    {
        if (InOrder && _waiting.Count > 0 && _next == 0)
        {
            StartAt(_waiting.Keys[0]);
        }

        if (_waiting.Count > 0)
        {
            Break();
        }
    }

    /// <summary>Of the <see cref="Length"/> bytes from <see cref="Start"/> on.</summary>
    public byte[] Hash() => _hash is null ? SHA256.HashData([]) : _hash.GetCurrentHash();

    public void Dispose()
    {
        _hash?.Dispose();
        _hash = null;
        _waiting.Clear();
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _hash.AppendData(bytes);
        _next += (ulong)bytes.Length;
    }

    private void Repeat(ulong offset, ReadOnlySpan<byte> bytes)
    {
        // Bytes read twice are the same file; bytes written twice are another one.
        if (!repeatsHarmless)
        {
            Break();
            return;
        }

        if (offset + (ulong)bytes.Length > _next)
        {
            Append(bytes[(int)(_next - offset)..]);
            Drain();
        }
    }

    private void Wait(ulong offset, ReadOnlySpan<byte> bytes)
    {
        if (_next == 0 && _waiting.Count == 0 && offset > MaxWaiting)
        {
            // Too far to be early: a transfer that is taken up again.
            StartAt(offset);
            Append(bytes);
            return;
        }

        if (_waitingBytes + bytes.Length > MaxWaiting && _next == 0 && _waiting.Count > 0)
        {
            StartAt(_waiting.Keys[0]);
            Add(offset, bytes);
            Passed -= (ulong)bytes.Length;
            return;
        }

        if (_waitingBytes + bytes.Length > MaxWaiting || !_waiting.TryAdd(offset, bytes.ToArray()))
        {
            Break();
            return;
        }

        _waitingBytes += bytes.Length;
    }

    private void StartAt(ulong offset)
    {
        Start = _next = offset;
        Drain();
    }

    private void Drain()
    {
        while (InOrder && _waiting.Count > 0 && _waiting.Keys[0] <= _next)
        {
            ulong offset = _waiting.Keys[0];
            byte[] bytes = _waiting.Values[0];
            _waiting.RemoveAt(0);
            _waitingBytes -= bytes.Length;
            if (offset == _next)
            {
                Append(bytes);
            }
            else
            {
                Repeat(offset, bytes);
            }
        }
    }

    private void Break()
    {
        InOrder = false;
        _waiting.Clear();
        _waitingBytes = 0;
    }
}
