using Bastion.Admin.Contracts;
using Google.Protobuf.WellKnownTypes;

namespace Bastion.Admin.Interventions.Leases;

/// <summary>Orders decided inside a transaction, sent at once after its commit and never before.</summary>
internal sealed class OrderList(GatewayLinks links)
{
    private readonly List<(string GatewayId, AdminOrder Order)> orders = [];

    public int Count => orders.Count;

    public void Freeze(Session session, FreezeCauses cause, bool blind, string text, string by) => Add(session, new AdminOrder
    {
        Freeze = new Freeze { SessionId = session.Id.ToString("D"), Cause = cause.ToString(), Blind = blind, Text = text, By = by },
    });

    public void Resume(Session session, string cause, string by) => Add(session, new AdminOrder
    {
        Resume = new Resume { SessionId = session.Id.ToString("D"), Cause = cause, By = by },
    });

    public void Notice(Session session, string text, string by) => Add(session, new AdminOrder
    {
        Notice = new SessionNotice { SessionId = session.Id.ToString("D"), Text = text, By = by },
    });

    public void Extend(Session session, DateTimeOffset notAfter, DateTimeOffset now, string by) => Add(session, new AdminOrder
    {
        Extend = new Extend
        {
            SessionId = session.Id.ToString("D"),
            NotAfter = Timestamp.FromDateTimeOffset(notAfter),
            RemainingMillis = Math.Max(0, (long)(notAfter - now).TotalMilliseconds),
            By = by,
        },
    });

    public void End(Session session, SessionEndReason reason, string text, string by) => Add(session, new AdminOrder
    {
        End = new End { SessionId = session.Id.ToString("D"), Reason = reason.ToString(), Text = text, By = by },
    });

    public void Send()
    {
        foreach (var (gateway, order) in orders)
            links.Send(gateway, order);
        orders.Clear();
    }

    private void Add(Session session, AdminOrder order)
    {
        order.OrderId = Guid.NewGuid().ToString("D");
        orders.Add((session.GatewayId, order));
    }
}
