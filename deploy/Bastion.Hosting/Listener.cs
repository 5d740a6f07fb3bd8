namespace Bastion.Hosting;

/// <summary>The two kinds of door a service has.</summary>
public enum Listener
{
    /// <summary>Other services and probes, mutual TLS: gRPC, health, metrics.</summary>
    Peers,

    /// <summary>People: pages, never gRPC.</summary>
    Browsers,
}
