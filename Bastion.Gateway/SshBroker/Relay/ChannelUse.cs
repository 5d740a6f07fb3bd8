namespace Bastion.Gateway.SshBroker.Relay;

internal enum ChannelUse
{
    None,
    Shell,
    Exec,
    Sftp,
}
