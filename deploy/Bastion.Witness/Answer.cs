namespace Bastion.Witness;

/// <summary>What the witness says to one request.</summary>
internal sealed record Answer(int Status, string Text, string Type = "text/plain; charset=utf-8");
