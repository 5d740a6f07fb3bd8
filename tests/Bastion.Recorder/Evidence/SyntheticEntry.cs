using Bastion.Hosting;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>An entry of the journal as a synthetic pack has it.</summary>
internal sealed record SyntheticEntry(string Kind, string Session = "", string Subject = "")
{
    public Plane Service { get; init; } = Plane.Admin;

    /// <summary>Seconds after the pack's first moment.</summary>
    public double StoredAt { get; init; }

    public Dictionary<string, string> Facts { get; init; } = [];

    /// <summary>Instead of the pack's own.</summary>
    public string? Intervention { get; init; }

    /// <summary>Instead of the entry before it.</summary>
    public ulong? Previous { get; init; }

    /// <summary>The key of its month was destroyed.</summary>
    public bool Erased { get; init; }

    /// <summary>Set when the pack is built.</summary>
    public ulong Index { get; set; }
}
