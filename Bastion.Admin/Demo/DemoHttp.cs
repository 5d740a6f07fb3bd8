namespace Bastion.Admin.Demo;

public sealed record DemoHttp
{
    public bool Plain { get; init; }

    public DateTimeOffset? OldTlsUntil { get; init; }

    /// <summary>None, Basic, Digest, Ntlm, Header, Form or Certificate.</summary>
    public string Login { get; init; } = "Basic";

    public string HeaderName { get; init; } = "";

    public string LoginPath { get; init; } = "";

    public string StartPath { get; init; } = "/";

    public IReadOnlyList<string> Paths { get; init; } = [];

    public bool GetIsSafe { get; init; }

    public bool SocketsWhenReading { get; init; }
}
