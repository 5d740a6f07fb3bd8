namespace Bastion.Ssh.Transport;

/// <summary>Something was to be flushed to a connection that is over.</summary>
public sealed class SshEndedException(SshEnd end) : IOException("the SSH connection is over: " + end.Kind)
{
    public SshEnd End { get; } = end;
}
