namespace Bastion.Ssh.Transport;

/// <summary>Which end of the connection we are.</summary>
public enum SshRole
{
    Server,
    Client,
}
