namespace Bastion.Admin.Demo;

public sealed record DemoVendor
{
    public required string Name { get; init; }

    /// <summary>CIDR or addresses; empty = any.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    public string Phone { get; init; } = "";

    /// <summary>May use the SSH listener for old programs.</summary>
    public bool SshCompatible { get; init; }

    /// <summary>New, Standard, Trusted or Watched.</summary>
    public string Trust { get; init; } = "Standard";
}
