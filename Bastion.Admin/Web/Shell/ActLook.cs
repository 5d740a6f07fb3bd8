using Bastion.Admin.Interventions;
using Bastion.Hosting.Theme.Components;
using Bastion.Hosting.Theme.Time;

namespace Bastion.Admin.Web.Shell;

/// <summary>Colour, icon and words of an act of the journal.</summary>
internal static class ActLook
{
    public static TimelineStep Step(TimelineLine line, StaffWords words, WallClock clock, bool last)
    {
        var (tone, drawing) = Of(line.Kind);
        var detail = clock.Moment(line.At)
            + (line.Who.Length > 0 ? $" · {line.Who}" : "")
            + (line.Text.Length > 0 ? $" · {words["quote", line.Text]}" : "")
            + (line.Pending ? $" · {words["pending.journal"]}" : "");
        return new TimelineStep(tone, drawing, Word(line.Kind, words), detail) { Now = last };
    }

    public static string Word(string kind, StaffWords words) => words.Find($"act.{kind}") ?? kind;

    public static (string Tone, string Drawing) Of(string kind) => kind switch
    {
        "intervention.requested" or "intervention.adjusted" => ("amber", "hourglass-split"),
        "decision.approved" or "intervention.approved" => ("blue", "calendar2-check"),
        "intervention.refused" or "intervention.revoked" or "session.refused" or "control.refused" or "sign_in.refused" => ("red", "x-circle"),
        "intervention.withdrawn" or "decision.voided" => ("grey", "arrow-counterclockwise"),
        "intervention.lapsed" => ("grey", "hourglass-bottom"),
        "intervention.opened" or "session.permitted" => ("green", "unlock"),
        "session.activated" or "session.watched" => ("green", "broadcast"),
        "intervention.frozen" or "session.frozen" => ("ice", "snow"),
        "intervention.resumed" or "session.resumed" => ("green", "play-fill"),
        "intervention.extended" => ("blue", "stopwatch"),
        "intervention.ended" => ("violet", "flag"),
        "session.ended" => ("grey", "stop-circle"),
        "recording.opened" => ("petrol", "record-circle"),
        "recording.sealed" => ("petrol", "patch-check"),
        "recording.viewed" => ("violet", "eye"),
        "sign_in.accepted" or "sign_in.certificate" or "person.enrolled" or "notice.accepted" => ("grey", "person-check"),
        "file.held" or "file.scanned" => ("amber", "hourglass-split"),
        "file.released" or "file.delivered" or "file.written" => ("green", "box-arrow-in-right"),
        "file.read" => ("blue", "box-arrow-up-right"),
        "file.refused" or "file.undelivered" => ("red", "x-circle"),
        "person.disabled" => ("red", "person-x"),
        "device.pinned" or "key.added" or "key.armed" or "ticket.issued" or "credential.changed" => ("petrol", "key"),
        _ when kind.StartsWith("device.", StringComparison.Ordinal) || kind.StartsWith("endpoint.", StringComparison.Ordinal) => ("grey", "pc-display"),
        _ when kind.StartsWith("vendor.", StringComparison.Ordinal) || kind.StartsWith("site.", StringComparison.Ordinal) => ("grey", "building"),
        _ when kind.StartsWith("person.", StringComparison.Ordinal) => ("grey", "person-badge"),
        _ => ("grey", "circle"),
    };
}
