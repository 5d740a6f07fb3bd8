using System.Globalization;

namespace Bastion.Admin;

/// <summary>An expected refusal: a code of the closed list and the facts that its sentence needs. The words are in the reader's resources.</summary>
internal sealed record Denial(string Code, IReadOnlyDictionary<string, string> Facts)
{
    private static readonly Dictionary<string, string> None = [];

    public static Denial Of(string code) => new(code, None);

    public static Denial Of(string code, string fact, string value) => new(code, new Dictionary<string, string> { [fact] = value });

    public static Denial At(string code, DateTimeOffset at) => Of(code, "at", Instant(at));

    /// <summary>RFC 3339, UTC: how an instant travels as a fact.</summary>
    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
