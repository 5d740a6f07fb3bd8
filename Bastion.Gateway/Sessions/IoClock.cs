namespace Bastion.Gateway.Sessions;

/// <summary>
/// Real time, for watching whether another process answers. Apart from the clock of windows and leases on purpose:
/// whoever moves that one must not make a healthy recorder look silent.
/// </summary>
internal sealed class IoClock : IDisposable
{
    private readonly TimeProvider time = TimeProvider.System;
    private readonly TimerWheel wheel = new(TimeProvider.System);

    public long GetTimestamp() => time.GetTimestamp();

    public TimeSpan GetElapsedTime(long since) => time.GetElapsedTime(since);

    public TimerEntry After(TimeSpan delay, Action callback) => wheel.After(delay, callback);

    public Task Delay(TimeSpan delay, CancellationToken cancellation) => Task.Delay(delay, time, cancellation);

    public void Dispose() => wheel.Dispose();
}
