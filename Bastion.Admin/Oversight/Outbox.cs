using Bastion.Admin.Persistence;
using Bastion.Recorder.Contracts;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Bastion.Admin.Oversight;

/// <summary>Writes the journal entry of an act into the transaction of that act.</summary>
internal static class Outbox
{
    public static OutboxEntry Write(AdminDb db, DateTimeOffset now, Act act)
    {
        var id = Guid.CreateVersion7(now);
        var entry = new Entry
        {
            Id = id.ToString("D"),
            Kind = act.Kind,
            At = Timestamp.FromDateTimeOffset(now),
            Actor = new Actor { Type = act.Actor.Type, Id = Text(act.Actor.Id), Name = act.Actor.Name, Role = act.Actor.Role },
            InterventionId = Text(act.InterventionId),
            DeviceId = Text(act.DeviceId),
            SessionId = Text(act.SessionId),
            SubjectId = Text(act.SubjectId),
            Reason = act.Reason,
            Source = act.Source,
        };
        foreach (var (name, value) in act.Facts)
            entry.Facts[name] = value;
        var row = new OutboxEntry
        {
            Id = id,
            Kind = act.Kind,
            At = now,
            InterventionId = act.InterventionId,
            SessionId = act.SessionId,
            ActorName = act.Actor.Name,
            Reason = act.Reason,
            Payload = entry.ToByteArray(),
            Permissive = act.Permissive,
            Effect = act.Effect,
            EffectId = act.EffectId,
        };
        db.Outbox.Add(row);
        return row;
    }

    private static string Text(Guid? id) => id?.ToString("D") ?? "";
}
