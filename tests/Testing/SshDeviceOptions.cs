namespace Bastion.Testing;

/// <summary>How a device behaves.</summary>
public sealed record SshDeviceOptions
{
    public string Account { get; init; } = "analyser";

    /// <summary>Distinct enough to be searched for in everything that Bastion ever wrote.</summary>
    public string Password { get; init; } = "Zx7-device-" + Guid.NewGuid().ToString("N");

    /// <summary>Shell command that takes the place of whatever is asked; null: a plain shell.</summary>
    public string? ForceCommand { get; init; }

    /// <summary>More lines of sshd_config(5); they stand before ours and so win.</summary>
    public string ExtraConfiguration { get; init; } = "";

    /// <summary>Files in the home of the account, by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>A fixed port, to come back where another device was; 0: any.</summary>
    public int Port { get; init; }
}
