namespace Bastion.Hosting.Theme.Components;

/// <summary>One act in a timeline: icon of the state it led to, what happened, when and in whose words.</summary>
public sealed record TimelineStep(string Tone, string Drawing, string Text, string? Detail)
{
    /// <summary>What is true now.</summary>
    public bool Now { get; init; }

    /// <summary>What is expected next; drawn hollow.</summary>
    public bool Next { get; init; }
}
