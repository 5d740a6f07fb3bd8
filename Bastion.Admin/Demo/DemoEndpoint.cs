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

    /// <summary>At most one of the two.</summary>
    public string? Password { get; init; }

    /// <summary>An OpenSSH private key file, unencrypted.</summary>
    public string? PrivateKey { get; init; }

    public override string ToString() => $"{Protocol} {Host}:{Port}";
}
