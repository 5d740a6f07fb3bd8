namespace Bastion.Ssh.Messages;

/// <summary>Where a machine puts the messages that it wants sent.</summary>
internal interface IMessageSink
{
    void Write<T>(in T message)
        where T : ISshMessage<T>;
}
