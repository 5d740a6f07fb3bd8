namespace Bastion.Admin.Interventions;

/// <param name="Denial">The whole request is refused.</param>
/// <param name="Errors">By name of the form's field; empty with an accepted request.</param>
internal sealed record RequestResult(Denial? Denial, IReadOnlyList<(string Field, Denial Denial)> Errors, Guid Id, string Number);
