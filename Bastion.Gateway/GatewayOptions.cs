using Bastion.Gateway.HttpsBroker;
using Bastion.Gateway.Portal;
using Bastion.Gateway.RdpBroker;
using Bastion.Gateway.SshBroker;
using Bastion.Hosting;

namespace Bastion.Gateway;

/// <summary>Settings of the data plane. Everything is checked before anything listens, and all errors are told at once.</summary>
public sealed class GatewayOptions
{
    public ServiceSettings Service { get; init; } = new();

    /// <summary>Where this service listens for probes (health, metrics).</summary>
    public ServiceAddress? Listen { get; init; }

    /// <summary>Where technicians' browsers come in, HTTPS.</summary>
    public ServiceAddress? PortalListen { get; init; }

    /// <summary>Host names that browsers may use for the portal.</summary>
    public IReadOnlyList<string> PortalHosts { get; init; } = [];

    /// <summary>Certificate and key that browsers see, PEM files.</summary>
    public string? PortalCertificateFile { get; init; }

    public string? PortalKeyFile { get; init; }

    /// <summary>Web pages of devices.</summary>
    public WebSettings Web { get; init; } = new();

    public PortalSettings Portal { get; init; } = new();

    /// <summary>Where technicians' SSH clients come in; TCP only.</summary>
    public ServiceAddress? SshListen { get; init; }

    /// <summary>Directory of the listener's host keys; a missing one is made there.</summary>
    public string? SshHostKeyDirectory { get; init; }

    public SshAdmissionSettings Ssh { get; init; } = new();

    public SshCompatibleSettings SshCompatible { get; init; } = new();

    /// <summary>Desktop clients of technicians.</summary>
    public RdpSettings Rdp { get; init; } = new();

    /// <summary>Where Admin listens for its peers.</summary>
    public ServiceAddress? Admin { get; init; }

    /// <summary>Where Recorder listens for its peers.</summary>
    public ServiceAddress? Recorder { get; init; }

    /// <summary>This service's certificate, key and the authority of all three, PEM files.</summary>
    public string? CertificateFile { get; init; }

    public string? KeyFile { get; init; }

    public string? AuthorityFile { get; init; }

    /// <summary>PEM files (SubjectPublicKeyInfo, P-256) of the keys by which leases and receipts are believed. More than one while a key is being replaced.</summary>
    public IReadOnlyList<string> LeaseKeyFiles { get; init; } = [];

    public IReadOnlyList<string> ReceiptKeyFiles { get; init; } = [];

    /// <exception cref="SettingsException">Everything that is wrong, in one message.</exception>
    public static GatewayOptions Load(string settingsFile)
    {
        var options = SettingsFile.Read<GatewayOptions>("gateway", settingsFile);
        options.Validate();
        return options;
    }

    /// <exception cref="SettingsException">Everything that is wrong, in one message.</exception>
    public void Validate()
    {
        var errors = new SettingsErrors();
        Service.Validate(errors);
        errors.Require("listen", Listen);
        errors.Require("portalListen", PortalListen);
        if (PortalHosts.Count == 0)
            errors.Add("portalHosts", "name at least one host");
        errors.RequireFile("portalCertificateFile", PortalCertificateFile);
        errors.RequireSecretFile("portalKeyFile", PortalKeyFile);
        if (errors.Require("sshListen", SshListen) && SshListen.IsUnix)
            errors.Add("sshListen", "must be tcp:address:port");
        if (errors.Require("sshHostKeyDirectory", SshHostKeyDirectory) && !Directory.Exists(SshHostKeyDirectory))
            errors.Add("sshHostKeyDirectory", $"'{SshHostKeyDirectory}' is not a directory");
        Web.Validate(errors, PortalHosts);
        Ssh.Validate(errors);
        SshCompatible.Validate(errors);
        Rdp.Validate(errors);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Portal.Zone, out _))
            errors.Add("portal.zone", $"'{Portal.Zone}' is no time zone of this machine");
        errors.Require("admin", Admin);
        errors.Require("recorder", Recorder);
        errors.RequireFile("certificateFile", CertificateFile);
        errors.RequireSecretFile("keyFile", KeyFile);
        errors.RequireFile("authorityFile", AuthorityFile);
        RequireKeys(errors, "leaseKeyFiles", LeaseKeyFiles);
        RequireKeys(errors, "receiptKeyFiles", ReceiptKeyFiles);
        errors.ThrowIfAny("gateway");
    }

    private static void RequireKeys(SettingsErrors errors, string key, IReadOnlyList<string> files)
    {
        if (files.Count == 0)
            errors.Add(key, "name at least one file");
        foreach (var file in files)
            errors.RequireFile(key, file);
    }
}
