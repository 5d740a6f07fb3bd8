using System.Collections.Concurrent;
using Bastion.Gateway.Access;

namespace Bastion.Gateway.Sessions;

/// <summary>The live sessions of this process.</summary>
internal sealed class SessionRegistry(TimerWheel wheel, TimeZoneInfo zone, IEnumerable<ISessionObserver> observers) : ISessionObserver
{
    private readonly ConcurrentDictionary<string, BrokeredSession> live = new(StringComparer.Ordinal);
    private readonly ISessionObserver[] observers = [.. observers];
    private volatile bool stopping;

    public ICollection<BrokeredSession> Live => live.Values;

    public int Count => live.Count;

    public BrokeredSession Add(VerifiedLease lease, string client)
    {
        var session = new BrokeredSession(lease, client, wheel, zone, [.. observers, this]);
        if (!live.TryAdd(session.Id, session))
            throw new InvalidOperationException("two sessions with one id");
        if (stopping)
            session.End(SessionEndReason.GatewayStopping);
        return session;
    }

    public BrokeredSession? Find(string id) => live.GetValueOrDefault(id);

    /// <summary>Ends everything and waits until it is over, or until cancelled.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        stopping = true;
        var sessions = live.Values.ToArray();
        foreach (var session in sessions)
            session.End(SessionEndReason.GatewayStopping);
        await Task.WhenAll(sessions.Select(s => s.Ended)).WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    void ISessionObserver.Changed(BrokeredSession session, SessionTransition transition, string text, string by)
    {
        if (transition.After.State == SessionState.Ended)
            live.TryRemove(session.Id, out _);
    }
}
