namespace Bastion.Ssh.Transport;

/// <summary>How far a connection is. It only goes forward.</summary>
internal enum TransportPhase
{
    /// <summary>No keys yet.</summary>
    FirstKeyExchange,

    /// <summary>Keys, and no service asked for.</summary>
    Service,

    /// <summary>ssh-userauth runs.</summary>
    Authentication,

    /// <summary>ssh-connection runs.</summary>
    Connection,
}
