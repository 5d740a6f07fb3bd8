namespace Bastion.Hosting.Theme;

/// <summary>What the pages of one host show and how its cookies are called.</summary>
public sealed record ThemeOptions
{
    /// <summary>The hospital's name, beside the mark.</summary>
    public required string Organisation { get; init; }

    /// <summary>Lower-case word in the names of cookies, one per host: <c>__Host-{word}-form</c>.</summary>
    public required string CookieWord { get; init; }

    /// <summary>IANA zone in which people read hours.</summary>
    public string Zone { get; init; } = "Europe/Paris";

    /// <summary>The number to call when a page cannot help; may be empty.</summary>
    public string OnCallPhone { get; init; } = "";

    /// <summary>Who answers that number, as people say it; may be empty.</summary>
    public string OnCallName { get; init; } = "";
}
