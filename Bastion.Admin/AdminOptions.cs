using Bastion.Admin.Persistence;
using Bastion.Admin.Vault;
using Bastion.Hosting;

namespace Bastion.Admin;

/// <summary>Settings of the control plane. Everything is checked before anything listens, and all errors are told at once.</summary>
public sealed class AdminOptions
{
    public ServiceSettings Service { get; init; } = new();

    /// <summary>Where the other services reach this one.</summary>
    public ServiceAddress? Listen { get; init; }

    /// <summary>Where staff browsers come in, HTTPS. Never on a network of vendors.</summary>
    public ServiceAddress? BrowseListen { get; init; }

    /// <summary>Host names that staff browsers may use.</summary>
    public IReadOnlyList<string> BrowseHosts { get; init; } = [];

    public string? BrowseCertificateFile { get; init; }

    public string? BrowseKeyFile { get; init; }

    /// <summary>Address of the staff pages as browsers write it: staff enrolment links begin with it.</summary>
    public Uri? BrowseUrl { get; init; }

    /// <summary>Address of the technicians' portal as browsers write it: their enrolment links begin with it.</summary>
    public Uri? PortalUrl { get; init; }

    /// <summary>Where Recorder listens for its peers.</summary>
    public ServiceAddress? Recorder { get; init; }

    /// <summary>This service's certificate, key and the authority of all three, PEM files.</summary>
    public string? CertificateFile { get; init; }

    public string? KeyFile { get; init; }

    public string? AuthorityFile { get; init; }

    /// <summary><c>sqlite:/path/to/file</c> or <c>postgres:Host=…;Database=…</c>.</summary>
    public string? Database { get; init; }

    /// <summary>PEM file (PKCS#8, P-256) of the key that signs leases and device tasks.</summary>
    public string? LeaseKeyFile { get; init; }

    /// <summary>PEM files (SubjectPublicKeyInfo, P-256) by which receipts are believed. More than one while a key is being replaced.</summary>
    public IReadOnlyList<string> ReceiptKeyFiles { get; init; } = [];

    /// <summary>The key that wraps the data keys of the vault: 32 bytes raw, or base64; several lines while it is being replaced, the new one first.</summary>
    public string? MasterKeyFile { get; init; }

    /// <summary>Instead of the file: the environment variable that holds the same text.</summary>
    public string? MasterKeyVariable { get; init; }

    /// <summary>
    /// Public keys, a line each as in a .pub file, of the authorities whose OpenSSH user certificates are a technician's first factor. The login must be
    /// among the principals of a certificate, and a code is wanted all the same.
    /// </summary>
    public IReadOnlyList<string> TechnicianAuthorities { get; init; } = [];

    /// <summary>Name of the establishment, as pages show it.</summary>
    public string? Hospital { get; init; }

    /// <summary>IANA zone for numbers and for people without a site.</summary>
    public string Zone { get; init; } = "Europe/Paris";

    /// <summary>Disk that Recorder reserves for one session, in bytes; only the session that used it up is frozen.</summary>
    public long SessionCeilingBytes { get; init; } = 512L << 20;

    /// <summary>Where contents of held uploads lie, encrypted. Without it, or without <see cref="ScannerSocket"/>, no upload that must be looked at is taken.</summary>
    public string? QuarantineDirectory { get; init; }

    /// <summary>Unix socket of ClamAV's clamd. Its StreamMaxLength must not be below <see cref="MaxHeldFileBytes"/>: what it does not scan to the end does not pass.</summary>
    public string? ScannerSocket { get; init; }

    /// <summary>Largest upload that is held, in bytes.</summary>
    public long MaxHeldFileBytes { get; init; } = 2L << 30;

    /// <summary>Disk that all held contents may use, in bytes.</summary>
    public long QuarantineBytes { get; init; } = 20L << 30;

    /// <summary>Who approves or administers must have signed in with a passkey that does not leave its device. Turn it on once everybody has one.</summary>
    public bool DemandBoundPasskeys { get; init; }

    /// <summary>Allows <c>seed-demo</c>: fixed passwords and codes, never in production.</summary>
    public bool Demo { get; init; }

    /// <exception cref="SettingsException">Everything that is wrong, in one message.</exception>
    public static AdminOptions Load(string settingsFile)
    {
        var options = SettingsFile.Read<AdminOptions>("admin", settingsFile);
        options.Validate();
        return options;
    }

    /// <exception cref="SettingsException">Everything that is wrong, in one message.</exception>
    public void Validate()
    {
        var errors = new SettingsErrors();
        Service.Validate(errors);
        errors.Require("listen", Listen);
        errors.Require("browseListen", BrowseListen);
        if (BrowseHosts.Count == 0)
            errors.Add("browseHosts", "name at least one host");
        errors.RequireFile("browseCertificateFile", BrowseCertificateFile);
        errors.RequireSecretFile("browseKeyFile", BrowseKeyFile);
        RequireUrl(errors, "browseUrl", BrowseUrl);
        RequireUrl(errors, "portalUrl", PortalUrl);
        errors.Require("recorder", Recorder);
        errors.RequireFile("certificateFile", CertificateFile);
        errors.RequireSecretFile("keyFile", KeyFile);
        errors.RequireFile("authorityFile", AuthorityFile);
        if (errors.Require("database", Database) && DatabaseAddress.Parse(Database) is null)
            errors.Add("database", $"'{Database.Split(':')[0]}:…' is not an address: write sqlite:/path/to/file or postgres:Host=…;Database=…");
        errors.RequireSecretFile("leaseKeyFile", LeaseKeyFile);
        if (ReceiptKeyFiles.Count == 0)
            errors.Add("receiptKeyFiles", "name at least one file");
        foreach (var file in ReceiptKeyFiles)
            errors.RequireFile("receiptKeyFiles", file);
        if (MasterKeyVariable is { Length: > 0 })
        {
            if (MasterKeyFile is not null)
                errors.Add("masterKeyVariable", "give the file or the variable, not both");
            else if (MasterKeys.Read(null, MasterKeyVariable) is null)
                errors.Add("masterKeyVariable", $"the variable {MasterKeyVariable} must hold 32 bytes in base64, or several lines of them");
        }
        else if (errors.RequireSecretFile("masterKeyFile", MasterKeyFile) && MasterKeys.Read(MasterKeyFile, null) is null)
        {
            errors.Add("masterKeyFile", $"'{MasterKeyFile}' must hold 32 bytes, raw or base64");
        }
        foreach (var line in TechnicianAuthorities.Where(line => !Identity.SshPublicKey.ParseLine(line).Done))
            errors.Add("technicianAuthorities", $"'{line}' is not a public key that may be trusted");
        errors.Require("hospital", Hospital);
        if (SessionCeilingBytes < 1 << 20)
            errors.Add("sessionCeilingBytes", "must be at least 1048576");
        if (MaxHeldFileBytes < 1 << 20)
            errors.Add("maxHeldFileBytes", "must be at least 1048576");
        if (QuarantineBytes < MaxHeldFileBytes)
            errors.Add("quarantineBytes", "must be at least maxHeldFileBytes");
        if (ScannerSocket is { } socket && !Path.IsPathRooted(socket))
            errors.Add("scannerSocket", "must be an absolute path");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _))
            errors.Add("zone", $"'{Zone}' is not an IANA zone");
        errors.ThrowIfAny("admin");
    }

    private static void RequireUrl(SettingsErrors errors, string key, Uri? url)
    {
        if (errors.Require(key, url) && !(url.IsAbsoluteUri && url.Scheme == Uri.UriSchemeHttps))
            errors.Add(key, "must be an absolute https URL");
    }
}
