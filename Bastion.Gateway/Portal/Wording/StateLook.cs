namespace Bastion.Gateway.Portal.Wording;

/// <summary>A state's colour and icon (ui/README.md 3); its word is <c>state.*</c> or <c>session.*</c> of the texts.</summary>
internal sealed record StateLook(string Tone, string Drawing, string Word)
{
    public static StateLook OfIntervention(string state, string facet) => Plain(facet) switch
    {
        "Frozen" => new("ice", "snow", "session.Frozen"),
        _ => state switch
        {
            "Requested" => new("amber", "hourglass-split", "state.Requested"),
            "Approved" => new("blue", "calendar2-check", "state.Approved"),
            "Refused" => new("red", "x-circle", "state.Refused"),
            "Withdrawn" => new("grey", "arrow-counterclockwise", "state.Withdrawn"),
            "Lapsed" => new("grey", "hourglass-bottom", "state.Lapsed"),
            "Open" => new("green", "unlock", "state.Open"),
            "Ended" => new("violet", "flag", "state.Ended"),
            "Reported" => new("petrol", "file-earmark-check", "state.Reported"),
            "Closed" => new("grey", "archive", "state.Closed"),
            _ => new("grey", "question-circle", "state.Unknown"),
        },
    };

    public static StateLook OfSession(string state) => state switch
    {
        "Pending" => new("grey", "three-dots", "session.Pending"),
        "Active" => new("green", "broadcast", "session.Active"),
        "Frozen" => new("ice", "snow", "session.Frozen"),
        "Ending" => new("amber", "box-arrow-right", "session.Ending"),
        "Ended" => new("grey", "stop-circle", "session.Ended"),
        _ => new("grey", "question-circle", "state.Unknown"),
    };

    /// <summary>Colour and icon of a journal kind in the timeline.</summary>
    public static (string Tone, string Drawing) OfAct(string kind) => kind switch
    {
        "intervention.requested" => ("amber", "hourglass-split"),
        "intervention.adjusted" or "intervention.reopened" => ("amber", "pencil"),
        "intervention.counterproposed" => ("amber", "chat-left-text"),
        "decision.approved" or "intervention.approved" => ("blue", "calendar2-check"),
        "decision.voided" => ("grey", "arrow-counterclockwise"),
        "intervention.refused" => ("red", "x-circle"),
        "intervention.withdrawn" => ("grey", "arrow-counterclockwise"),
        "intervention.lapsed" => ("grey", "hourglass-bottom"),
        "device.released" => ("green", "check2-circle"),
        "device.release_withdrawn" => ("amber", "arrow-counterclockwise"),
        "intervention.opened" => ("green", "unlock"),
        "session.permitted" or "session.activated" => ("green", "broadcast"),
        "session.refused" or "control.refused" => ("red", "slash-circle"),
        "intervention.frozen" or "session.frozen" => ("ice", "snow"),
        "intervention.resumed" or "session.resumed" => ("green", "broadcast"),
        "intervention.extended" => ("blue", "stopwatch"),
        "intervention.revoked" => ("red", "octagon"),
        "session.ended" => ("grey", "stop-circle"),
        "intervention.ended" => ("violet", "flag"),
        "intervention.reported" => ("petrol", "file-earmark-check"),
        "intervention.closed" => ("grey", "archive"),
        _ => ("grey", "circle"),
    };

    /// <summary>"AwaitingQuorum" of "AwaitingQuorum(1, 1 of 2)".</summary>
    public static string Plain(string facet) => facet.IndexOf('(', StringComparison.Ordinal) is var cut and >= 0 ? facet[..cut] : facet;
}
