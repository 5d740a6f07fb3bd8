using Bastion.Hosting;

namespace Bastion.Gateway.HttpsBroker;

/// <summary>The domain under which devices' web pages are shown, each session below a name of its own.</summary>
public sealed class WebSettings
{
    /// <summary>A domain that shares no registrable part with the portal's: <c>bastion-apps.example</c>. Empty: this Gateway shows no web pages.</summary>
    public string Domain { get; init; } = "";

    /// <summary>Certificate for <c>*.domain</c> and its key, PEM files.</summary>
    public string? CertificateFile { get; init; }

    public string? KeyFile { get; init; }

    /// <summary>Bytes of one body that are recorded whole; beyond, its running SHA-256 is.</summary>
    public long BodyCapBytes { get; init; } = 16L << 20;

    public bool IsOn => Domain.Length > 0;

    public void Validate(SettingsErrors errors, IReadOnlyList<string> portalHosts)
    {
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentNullException.ThrowIfNull(portalHosts);
        if (!IsOn)
            return;
        if (Uri.CheckHostName(Domain) != UriHostNameType.Dns || Domain.StartsWith('.') || !Domain.Contains('.', StringComparison.Ordinal))
            errors.Add("web.domain", $"'{Domain}' is not a domain name");
        // A page below the portal's own domain could set cookies for it; a name of one label is no domain that takes any.
        foreach (var host in portalHosts.Where(host => host.Contains('.', StringComparison.Ordinal)))
            if (Below(host, Domain) || Below(Domain, host))
                errors.Add("web.domain", $"'{Domain}' and the portal's '{host}' must not be below each other");
        errors.RequireFile("web.certificateFile", CertificateFile);
        errors.RequireSecretFile("web.keyFile", KeyFile);
        if (BodyCapBytes < 1 << 16)
            errors.Add("web.bodyCapBytes", "must be at least 65536");
    }

    private static bool Below(string name, string domain) =>
        name.Equals(domain, StringComparison.OrdinalIgnoreCase) || name.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);
}
