using System.Collections.Concurrent;
using Bastion.Gateway.HttpsBroker.Front;
using Bastion.Gateway.Sessions;

namespace Bastion.Gateway.HttpsBroker;

/// <summary>The web sessions by host name, and for a while those that are over, so that a browser that comes back is told why.</summary>
internal sealed partial class WebSessions(ILogger<WebSessions> log)
{
    /// <summary>Ends that are remembered; the oldest are forgotten first.</summary>
    private const int MaxEnded = 1024;

    private readonly ConcurrentDictionary<string, WebSession> live = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, EndedWebSession> ended = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> order = new();

    public WebSession? Find(string label) => live.GetValueOrDefault(label);

    public EndedWebSession? FindEnded(string label) => ended.GetValueOrDefault(label);

    /// <summary>The one that this sign-in has on this intervention already.</summary>
    public WebSession? Of(string token, string intervention) =>
        live.Values.FirstOrDefault(one => !one.Session.Current.IsOver && one.Session.Terms.InterventionId == intervention && one.IsOwnedBy(token));

    public void Add(WebSession session)
    {
        live[session.Address.Label] = session;
        _ = RunAsync(session);
    }

    private async Task RunAsync(WebSession session)
    {
        try
        {
            await session.RunAsync();
        }
        catch (Exception e)
        {
            Failed(e, session.Session.Id);
        }
        var label = session.Address.Label;
        ended[label] = new EndedWebSession(session.Session.Current.End ?? new SessionEnd(SessionEndReason.InternalError), session.Session.Terms, session.Session.Culture);
        order.Enqueue(label);
        live.TryRemove(label, out _);
        while (order.Count > MaxEnded && order.TryDequeue(out var oldest))
            ended.TryRemove(oldest, out _);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Web session {SessionId} ended with a mistake")]
    private partial void Failed(Exception e, string sessionId);
}
