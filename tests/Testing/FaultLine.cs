using System.Diagnostics;

namespace Bastion.Testing;

/// <summary>One connection through a <see cref="FaultProxy"/>: how much passed and when the last byte did (Stopwatch ticks; 0: never).</summary>
public sealed class FaultLine
{
    private long forward;
    private long backward;
    private long forwardAt;
    private long backwardAt;

    /// <summary>Bytes from the one who connected.</summary>
    public long Forward => Interlocked.Read(ref forward);

    /// <summary>Bytes towards the one who connected.</summary>
    public long Backward => Interlocked.Read(ref backward);

    public long ForwardAt => Interlocked.Read(ref forwardAt);

    public long BackwardAt => Interlocked.Read(ref backwardAt);

    internal void PassedForward(int count)
    {
        Interlocked.Add(ref forward, count);
        Interlocked.Exchange(ref forwardAt, Stopwatch.GetTimestamp());
    }

    internal void PassedBackward(int count)
    {
        Interlocked.Add(ref backward, count);
        Interlocked.Exchange(ref backwardAt, Stopwatch.GetTimestamp());
    }
}
