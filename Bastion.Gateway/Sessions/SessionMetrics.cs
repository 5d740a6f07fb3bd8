using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Bastion.Gateway.Sessions;

/// <summary>Counters of the meter <c>Bastion.Gateway</c>: sessions by state, end reasons as tag, bytes, the wait for durability.</summary>
internal sealed class SessionMetrics : ISessionObserver, IDisposable
{
    private readonly Meter meter = new("Bastion.Gateway");
    private readonly long[] byState = new long[Enum.GetValues<SessionState>().Length];
    private readonly ConcurrentDictionary<string, byte> seen = new(StringComparer.Ordinal);
    private readonly Counter<long> endings;
    private readonly Counter<long> bytes;
    private readonly Counter<long> signIns;
    private readonly Counter<long> dropped;
    private readonly Histogram<double> ackWait;
    private readonly Histogram<double> overrun;

    public SessionMetrics()
    {
        endings = meter.CreateCounter<long>("bastion.sessions.ended");
        bytes = meter.CreateCounter<long>("bastion.relay.bytes", "By");
        signIns = meter.CreateCounter<long>("bastion.ssh.sign_ins");
        dropped = meter.CreateCounter<long>("bastion.ssh.connections_dropped");
        ackWait = meter.CreateHistogram<double>("bastion.recording.ack_wait", "ms");
        overrun = meter.CreateHistogram<double>("bastion.sessions.last_byte_after_end", "ms");
        meter.CreateObservableGauge("bastion.sessions", States);
    }

    public void Relayed(string direction, long count) => bytes.Add(count, new KeyValuePair<string, object?>("direction", direction));

    public void Acknowledged(TimeSpan wait) => ackWait.Record(wait.TotalMilliseconds);

    public void SignIn(string outcome) => signIns.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Dropped(string why) => dropped.Add(1, new KeyValuePair<string, object?>("why", why));

    public void Changed(BrokeredSession session, SessionTransition transition, string text, string by)
    {
        // The first transition is also where a session begins to be counted.
        if (!seen.TryAdd(session.Id, 0))
            Interlocked.Decrement(ref byState[(int)transition.Before.State]);
        Interlocked.Increment(ref byState[(int)transition.After.State]);
        if (transition.After.State != SessionState.Ended)
            return;
        Interlocked.Decrement(ref byState[(int)SessionState.Ended]);
        seen.TryRemove(session.Id, out _);
        endings.Add(1, new KeyValuePair<string, object?>("reason", transition.After.End?.Reason.ToString()));
        overrun.Record(session.Clock.Overrun.TotalMilliseconds);
    }

    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<long>> States()
    {
        foreach (var state in Enum.GetValues<SessionState>())
            if (state != SessionState.Ended)
                yield return new Measurement<long>(Interlocked.Read(ref byState[(int)state]), new KeyValuePair<string, object?>("state", state.ToString()));
    }
}
