namespace Bastion.Recorder.Retention;

/// <summary>Who said what, in a file of the retention directory: one JSON object.</summary>
internal sealed record RetentionLine(string PersonId, string Name, string Reason, string? LiftPersonId = null, string? LiftName = null);
