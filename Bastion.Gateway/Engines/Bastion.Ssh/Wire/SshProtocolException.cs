namespace Bastion.Ssh.Wire;

/// <summary>
/// The peer broke the protocol. The connection ends with <see cref="Reason"/>; the message is short, fixed text of ours
/// without anything that the peer sent, so it may be put on the wire and in a log.
/// </summary>
public sealed class SshProtocolException : Exception
{
    public SshProtocolException(DisconnectReason reason, string message)
        : base(message) => Reason = reason;

    public SshProtocolException(string message)
        : this(DisconnectReason.ProtocolError, message) { }

    public DisconnectReason Reason { get; }
}
