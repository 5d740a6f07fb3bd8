using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>What one type of SSH_MSG_CHANNEL_REQUEST adds to the fields that all of them have, RFC 4254 section 6.</summary>
public interface IRequestData<TSelf>
    where TSelf : IRequestData<TSelf>
{
    static abstract string Type { get; }

    static abstract TSelf Read(ref WireReader reader);

    void Write(WireWriter writer);
}
