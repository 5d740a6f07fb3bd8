using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Transport;

/// <summary>How a connection ended. The first end wins and is kept.</summary>
/// <param name="Reason">Code on the wire; <see cref="DisconnectReason.ConnectionLost"/> where there was none.</param>
/// <param name="Description">For <see cref="SshEndKind.PeerDisconnected"/> the peer's text with control characters replaced, else ours.</param>
public sealed record SshEnd(SshEndKind Kind, DisconnectReason Reason, string Description);
