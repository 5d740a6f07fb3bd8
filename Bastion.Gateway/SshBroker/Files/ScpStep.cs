using Bastion.Ssh.Scp;

namespace Bastion.Gateway.SshBroker.Files;

/// <summary>One piece of a client's scp that the airlock took.</summary>
internal sealed record ScpStep(ScpPieceKind Kind, byte[] Bytes);
