using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;

namespace Bastion.Admin.Interventions.Leases;

/// <summary>Sessions whose Gateway is gone: nobody holds them any more, and nobody will report their end.</summary>
internal static class LostSessions
{
    /// <summary>Written before the last '/' of a Gateway's id: a place that only one process can have at a time. Empty when it says none.</summary>
    public static string Place(string gatewayId) => gatewayId[..Math.Max(0, gatewayId.LastIndexOf('/'))];

    /// <summary>Whether a process that says <paramref name="gatewayId"/> stands where the one stood that had the session.</summary>
    public static bool Replaced(Session session, string gatewayId) =>
        session.GatewayId != gatewayId && Place(gatewayId) is { Length: > 0 } place && Place(session.GatewayId) == place;

    public static void End(AdminDb db, Session session, LeaseClock leases, DateTimeOffset now)
    {
        session.State = SessionState.Ended;
        session.EndReason ??= SessionEndReason.GatewayLost;
        session.EndedAt = now;
        session.Freezes = FreezeCauses.None;
        leases.Forget(session.Id);
        Outbox.Write(db, now, new Act("session.ended", ActorRef.System)
        {
            InterventionId = session.InterventionId,
            DeviceId = session.DeviceId,
            SessionId = session.Id,
            Facts = new Dictionary<string, string> { ["reason"] = session.EndReason.Value.ToString() },
        });
    }
}
