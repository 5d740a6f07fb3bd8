using System.Diagnostics;

namespace Bastion.Gateway.Sessions;

/// <summary>
/// When the last byte went to each leg's socket, in ticks of the system's stopwatch: what an order's acknowledgement measures.
/// Real time on purpose, also where tests hold the session's clock.
/// </summary>
internal sealed class LegClock
{
    private long toDevice;
    private long toTechnician;
    private long stopped;

    public static long Now => Stopwatch.GetTimestamp();

    public void WroteToDevice() => Volatile.Write(ref toDevice, Now);

    public void WroteToTechnician() => Volatile.Write(ref toTechnician, Now);

    /// <summary>The end instant was decided now; kept once.</summary>
    public void StopAt() => Interlocked.CompareExchange(ref stopped, Now, 0);

    /// <summary>From <paramref name="since"/> to the last byte to either leg; zero when nothing was written after it.</summary>
    public TimeSpan LastByteAfter(long since) =>
        Since(since, Math.Max(Volatile.Read(ref toDevice), Volatile.Read(ref toTechnician)));

    public TimeSpan LastDeviceByteAfter(long since) => Since(since, Volatile.Read(ref toDevice));

    /// <summary>How long after the end instant the last byte went out.</summary>
    public TimeSpan Overrun => Volatile.Read(ref stopped) is var at && at == 0 ? TimeSpan.Zero : LastByteAfter(at);

    private static TimeSpan Since(long since, long at) => at <= since ? TimeSpan.Zero : Stopwatch.GetElapsedTime(since, at);
}
