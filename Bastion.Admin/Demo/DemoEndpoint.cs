namespace Bastion.Admin.Demo;

public sealed record DemoEndpoint
{
    /// <summary>Ssh, Rdp or Https.</summary>
    public required string Protocol { get; init; }

    public required string Host { get; init; }

    public required int Port { get; init; }

    public string Account { get; init; } = "";

    /// <summary>Lines as in an OpenSSH public key file: "ssh-ed25519 AAAA…".</summary>
    public IReadOnlyList<string> Pins { get; init; } = [];

    /// <summary>Https: how its page is reached and signed in to; the usual when absent. Its pins are "x509" and the certificate in base64.</summary>
    public DemoHttp? Http { get; init; }

    /// <summary>Rdp: TLS alone. Its pins are as those of Https.</summary>
    public bool RdpWithoutNla { get; init; }

    /// <summary>At most one of the three.</summary>
    public string? Password { get; init; }

    /// <summary>A private key file.</summary>
    public string? PrivateKey { get; init; }

    /// <summary>PEM: a certificate, then its private key.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>Of an encrypted private key.</summary>
    public string? Passphrase { get; init; }

    /// <summary>Instead of a secret: the device trusts Bastion's authority, and each session gets a certificate.</summary>
    public bool SshCertificate { get; init; }

    /// <summary>SSH: also offer what old devices need.</summary>
    public bool LegacyAlgorithms { get; init; }

    public override string ToString() => $"{Protocol} {Host}:{Port}";
}
