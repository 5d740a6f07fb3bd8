using Bastion.Ssh.Crypto;

namespace Bastion.Ssh.Transport;

/// <summary>Server role.</summary>
public sealed class ServerTransportOptions : TransportOptions
{
    /// <summary>At least one. Not disposed by the transport: they are shared by all connections.</summary>
    public required IReadOnlyList<SshPrivateKey> HostKeys { get; init; }

    /// <summary>Shared by all connections of a listener; null: no limit.</summary>
    public HandshakeTurns? Turns { get; init; }

    /// <summary>
    /// The server names its algorithms after the client did, so that chacha20-poly1305 can be withheld from clients without strict
    /// key exchange (Terrapin). A client that waits for the server gets the server's list after this time.
    /// </summary>
    public TimeSpan SpeakFirstAfter { get; init; } = TimeSpan.FromSeconds(1);
}
