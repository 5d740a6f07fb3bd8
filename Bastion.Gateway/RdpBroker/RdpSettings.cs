using Bastion.Hosting;

namespace Bastion.Gateway.RdpBroker;

/// <summary>The listener for technicians' own desktop clients. Without an address there is none.</summary>
public sealed class RdpSettings
{
    /// <summary>TCP only.</summary>
    public ServiceAddress? Listen { get; init; }

    /// <summary>Certificate that clients see and its key, PEM files; empty: the portal's. The same signs .rdp files.</summary>
    public string? CertificateFile { get; init; }

    public string? KeyFile { get; init; }

    /// <summary>Host name and port as .rdp files and commands show them; empty: the portal's name and the port that is listened on.</summary>
    public string PublicHost { get; init; } = "";

    public int PublicPort { get; init; }

    /// <summary>Only clients that authenticate before they see anything.</summary>
    public bool RequireNla { get; init; }

    /// <summary>From the accepted connection to the end of the MCS phase, whatever happens.</summary>
    public int LoginGraceSeconds { get; init; } = 30;

    /// <summary>Connections at once, all sources together.</summary>
    public int MaxConnections { get; init; } = 512;

    public bool IsOn => Listen is not null;

    internal void Validate(SettingsErrors errors)
    {
        if (!IsOn)
            return;
        if (Listen!.IsUnix)
            errors.Add("rdp.listen", "must be tcp:address:port");
        if (CertificateFile is not null || KeyFile is not null)
        {
            errors.RequireFile("rdp.certificateFile", CertificateFile);
            errors.RequireSecretFile("rdp.keyFile", KeyFile);
        }
        if (LoginGraceSeconds is < 5 or > 120)
            errors.Add("rdp.loginGraceSeconds", "must be from 5 to 120");
        if (MaxConnections is < 1 or > 100_000)
            errors.Add("rdp.maxConnections", "must be from 1 to 100000");
    }
}
