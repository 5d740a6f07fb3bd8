namespace Bastion.Admin.Interventions;

/// <param name="Kind">Journal kind.</param>
/// <param name="Pending">Not yet acknowledged by the journal.</param>
internal sealed record TimelineLine(DateTimeOffset At, string Kind, string Who, string Text, bool Pending);
