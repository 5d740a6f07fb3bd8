using System.Collections.Concurrent;
using System.Threading.Channels;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Sessions;
using Google.Protobuf.WellKnownTypes;

namespace Bastion.Gateway.Access;

/// <summary>
/// Admin's orders to live sessions and what Gateway reports back. An order takes effect before this returns; its acknowledgement carries how long after it
/// the last byte went to either socket, so an End is acknowledged only when the session is over.
/// </summary>
internal sealed class OrderDesk : ISessionObserver
{
    /// <summary>Reports kept while Admin is away; the oldest are dropped, the live ones are told again by Hello.</summary>
    private const int MaxReports = 16_384;

    private readonly Channel<GatewayReport> reports = Channel.CreateBounded<GatewayReport>(
        new BoundedChannelOptions(MaxReports) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });
    private readonly ConcurrentDictionary<string, (string OrderId, long At)> endings = new(StringComparer.Ordinal);
    private readonly TimeProvider time;
    private readonly Lazy<SessionRegistry> registry;
    private readonly Lazy<IDeviceTaskRunner> tasks;

    public OrderDesk(TimeProvider time, Lazy<SessionRegistry> registry, Lazy<IDeviceTaskRunner> tasks)
    {
        this.time = time;
        this.registry = registry;
        this.tasks = tasks;
    }

    public ChannelReader<GatewayReport> Reports => reports.Reader;

    public void Take(AdminOrder order)
    {
        var at = LegClock.Now;
        switch (order.OrderCase)
        {
            case AdminOrder.OrderOneofCase.Renewed:
                foreach (var renewed in order.Renewed.Sessions)
                    Renew(renewed);
                break;
            case AdminOrder.OrderOneofCase.Freeze:
                Act(order.Freeze.SessionId, order.OrderId, at, s =>
                    s.Freeze(CauseOf(order.Freeze.Cause), order.Freeze.Blind, order.Freeze.Text, order.Freeze.By));
                break;
            case AdminOrder.OrderOneofCase.Resume:
                Act(order.Resume.SessionId, order.OrderId, at, s => s.Lift(CauseOf(order.Resume.Cause), order.Resume.By));
                break;
            case AdminOrder.OrderOneofCase.Notice:
                Act(order.Notice.SessionId, order.OrderId, at, s => s.Say(new SessionNoticeLine(
                    SessionNoticeKind.Message, SessionTexts.Message(order.Notice.By, order.Notice.Text, s.Culture), order.Notice.By)));
                break;
            case AdminOrder.OrderOneofCase.Extend:
                Act(order.Extend.SessionId, order.OrderId, at, s => s.Extend(TimeSpan.FromMilliseconds(order.Extend.RemainingMillis), order.Extend.By));
                break;
            case AdminOrder.OrderOneofCase.End:
                End(order.End, order.OrderId, at);
                break;
            case AdminOrder.OrderOneofCase.Task:
                tasks.Value.Start(order.Task, report => reports.Writer.TryWrite(new GatewayReport { Task = report }));
                break;
        }
    }

    public void Changed(BrokeredSession session, SessionTransition transition, string text, string by)
    {
        var ended = transition.After.State == SessionState.Ended;
        var (orderId, micros) = ("", 0L);
        if (ended && endings.TryRemove(session.Id, out var ending))
            (orderId, micros) = (ending.OrderId, Micros(session.Clock.LastByteAfter(ending.At)));
        Report(session.Id, transition.After, orderId, micros);
    }

    private void Renew(RenewedSession renewed)
    {
        if (registry.Value.Find(renewed.SessionId) is not { } session)
            return;
        if (renewed.LeaseMillis > 0)
            session.Renew(TimeSpan.FromMilliseconds(renewed.LeaseMillis), TimeSpan.FromMilliseconds(renewed.RemainingMillis));
        else
            session.End(ReasonOf(renewed.EndReason));
    }

    private void Act(string sessionId, string orderId, long at, Action<BrokeredSession> act)
    {
        if (registry.Value.Find(sessionId) is not { } session)
        {
            ReportUnknown(sessionId, orderId);
            return;
        }
        act(session);
        Report(sessionId, session.Current, orderId, Micros(session.Clock.LastDeviceByteAfter(at)));
    }

    private void End(End end, string orderId, long at)
    {
        if (registry.Value.Find(end.SessionId) is not { } session)
        {
            ReportUnknown(end.SessionId, orderId);
            return;
        }
        if (orderId.Length > 0)
            endings[session.Id] = (orderId, at);
        session.End(ReasonOf(end.Reason), end.Text, end.By);
        // It may have ended while the order was noted: then nobody else acknowledges it.
        if (session.Current.State == SessionState.Ended && endings.TryRemove(session.Id, out _))
            Report(session.Id, session.Current, orderId, Micros(session.Clock.LastByteAfter(at)));
    }

    private void ReportUnknown(string sessionId, string orderId) =>
        reports.Writer.TryWrite(new GatewayReport
        {
            Session = new SessionReport { SessionId = sessionId, State = nameof(SessionState.Ended), OrderId = orderId, At = time.GetUtcNow().ToTimestamp() },
        });

    private void Report(string sessionId, SessionSnapshot now, string orderId, long micros)
    {
        var report = new SessionReport
        {
            SessionId = sessionId,
            State = now.State.ToString(),
            EndReason = now.End?.Reason.ToString() ?? "",
            EndText = now.End?.Text ?? "",
            At = time.GetUtcNow().ToTimestamp(),
            OrderId = orderId,
            LastByteMicros = micros,
        };
        report.FreezeCauses.AddRange(now.Freeze.Names());
        reports.Writer.TryWrite(new GatewayReport { Session = report });
    }

    // An unknown word protects: it freezes like staff, and ends like staff.
    private static FreezeCause CauseOf(string word) =>
        System.Enum.TryParse<FreezeCause>(word, out var cause) && cause != FreezeCause.None ? cause : FreezeCause.Staff;

    private static SessionEndReason ReasonOf(string word) =>
        System.Enum.TryParse<SessionEndReason>(word, out var reason) ? reason : SessionEndReason.StaffRevoked;

    private static long Micros(TimeSpan span) => (long)span.TotalMicroseconds;
}
