namespace Bastion.Ssh.Transport;

/// <summary>Why a connection is over, or why it never came up.</summary>
public enum SshEndKind
{
    /// <summary>The peer sent SSH_MSG_DISCONNECT; see <see cref="SshEnd.Reason"/>.</summary>
    PeerDisconnected,

    /// <summary>The stream ended or failed.</summary>
    ConnectionLost,

    /// <summary>We sent SSH_MSG_DISCONNECT because the owner asked for it, or the owner disposed or aborted the transport.</summary>
    ClosedHere,

    /// <summary>The peer broke the protocol; we sent SSH_MSG_DISCONNECT with <see cref="SshEnd.Reason"/>.</summary>
    ProtocolError,

    /// <summary>Client: the host key is not one of the pins. Nothing secret was sent.</summary>
    HostKeyMismatch,

    /// <summary>No algorithm in common; <see cref="SshEnd.Description"/> says of which kind.</summary>
    NoCommonAlgorithm,

    /// <summary>The peer is not an SSH 2.0 implementation.</summary>
    NotSsh,

    /// <summary>The handshake or a key exchange did not finish in time.</summary>
    TimedOut,
}
