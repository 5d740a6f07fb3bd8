namespace Bastion.Hosting.Theme.Components;

/// <summary>One page in the navigation.</summary>
/// <param name="Url">Of the page.</param>
/// <param name="Icon">Its icon.</param>
/// <param name="Label">Its name, short enough for the bottom bar.</param>
public sealed record NavItem(string Url, string Icon, string Label)
{
    /// <summary>What waits there; null shows nothing.</summary>
    public int? Count { get; init; }

    /// <summary>"", "is-due" or "is-alert".</summary>
    public string CountTone { get; init; } = "";

    /// <summary>Heading of the group in the side navigation; empty for the first one.</summary>
    public string Group { get; init; } = "";

    /// <summary>Whether it has a place in the bottom bar of the phone (at most four do).</summary>
    public bool OnPhone { get; init; }
}
