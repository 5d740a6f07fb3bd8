namespace Bastion.Admin.Interventions;

/// <summary>An act is committed.</summary>
/// <param name="Pending">The journal is behind: the act has no effect until Recorder acknowledges it.</param>
internal sealed record ActDone(bool Pending);
