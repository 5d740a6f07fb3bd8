namespace Bastion.Verify;

/// <param name="Code">One of docs/formats/evidence-pack.md section 5.</param>
/// <param name="Culprit">A file of the pack, "entry 12", a recording's id.</param>
internal sealed record Flaw(string Code, string Culprit, string Text);
