using Bastion.Ssh.Sftp;

namespace Bastion.Gateway.SshBroker.Files;

/// <summary>One request on a file that the airlock took, with the content of a WRITE.</summary>
internal sealed record SpoolStep(SftpRequest Request, byte[] Content);
