using System.Security.Cryptography;
using Bastion.Recorder.Contracts;

namespace Bastion.Gateway.HttpsBroker.Recording;

/// <summary>The bytes of one direction of an exchange: recorded whole up to the cap, then by their running SHA-256. One user at a time.</summary>
internal sealed class RecordedBody(WebExchange exchange, long cap, Track track, string direction, string kind) : IDisposable
{
    private readonly Lock gate = new();
    private IncrementalHash? hash;
    private long bytes;
    private long recorded;
    private bool ended;

    public long Bytes => Volatile.Read(ref bytes);

    /// <summary>The number to wait for before these bytes go on. The memory must stay as it is until then.</summary>
    public ulong Submit(ReadOnlyMemory<byte> piece)
    {
        lock (gate)
        {
            (hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256)).AppendData(piece.Span);
            Volatile.Write(ref bytes, bytes + piece.Length);
            // A socket has no end that could be hashed: all of it is recorded.
            if (exchange.IsSocket || recorded + piece.Length <= cap && recorded == bytes - piece.Length)
            {
                recorded += piece.Length;
                return exchange.Submit(track, piece);
            }
            return exchange.Event(HttpEvents.Hashed(direction, bytes, Convert.ToHexStringLower(hash.GetCurrentHash())));
        }
    }

    /// <summary>Bytes of which only a redacted form may leave: that form is recorded, and no hash of the true one.</summary>
    public ulong SubmitRedacted(ReadOnlyMemory<byte> shown, long trueLength)
    {
        lock (gate)
        {
            Volatile.Write(ref bytes, trueLength);
            ended = true;
            exchange.Submit(track, shown);
            return exchange.Event(HttpEvents.Body(kind, trueLength, shown.Length, "", "complete", redacted: true));
        }
    }

    /// <summary>Says how it ended, once: complete, cut, broken.</summary>
    public void End(string how)
    {
        lock (gate)
        {
            if (ended)
                return;
            ended = true;
            if (bytes == 0 && how == "complete" && direction == "up")
                return;
            exchange.Event(HttpEvents.Body(kind, bytes, recorded, hash is null ? "" : Convert.ToHexStringLower(hash.GetCurrentHash()), how));
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            hash?.Dispose();
            hash = null;
            ended = true;
        }
    }
}
