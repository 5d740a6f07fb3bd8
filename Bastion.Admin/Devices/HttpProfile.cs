using System.Text.Json;

namespace Bastion.Admin.Devices;

/// <summary>How the web page of an endpoint is reached. Kept as one JSON column; a change of it is a change of the record, never of its inside.</summary>
internal sealed record HttpProfile
{
    public static readonly HttpProfile Usual = new();

    /// <summary>HTTP without TLS towards the device.</summary>
    public bool Plain { get; init; }

    /// <summary>TLS 1.0, 1.1 and suites without forward secrecy are allowed until then. Never for ever.</summary>
    public DateTimeOffset? OldTlsUntil { get; init; }

    public HttpLogin Login { get; init; } = HttpLogin.Basic;

    /// <summary>The header that carries the secret, with <see cref="HttpLogin.Header"/>.</summary>
    public string HeaderName { get; init; } = "";

    /// <summary>The page that has the form, with <see cref="HttpLogin.Form"/>.</summary>
    public string LoginPath { get; init; } = "";

    /// <summary>Names of the form's fields; empty: found in the page.</summary>
    public string UserField { get; init; } = "";

    public string PasswordField { get; init; } = "";

    public string StartPath { get; init; } = "/";

    /// <summary>Prefixes that may be asked; empty: every path.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Reading changes nothing on this device: a telediagnosis may read all of it.</summary>
    public bool GetIsSafe { get; init; }

    /// <summary>WebSockets also in a telediagnosis.</summary>
    public bool SocketsWhenReading { get; init; }

    /// <summary>The device sees the public host name instead of its own.</summary>
    public bool KeepHost { get; init; }

    public bool OldTls(DateTimeOffset now) => OldTlsUntil is { } until && now < until;

    public string ToJson() => JsonSerializer.Serialize(this);

    public static HttpProfile FromJson(string json) => JsonSerializer.Deserialize<HttpProfile>(json) ?? Usual;

    // Lists compare by what they hold.
    public bool Equals(HttpProfile? other) => other is not null && ToJson() == other.ToJson();

    public override int GetHashCode() => ToJson().GetHashCode(StringComparison.Ordinal);
}
