using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_USERAUTH_SUCCESS, RFC 4252 section 5.1.</summary>
public readonly record struct UserAuthSuccessMessage() : ISshMessage<UserAuthSuccessMessage>
{
    static byte ISshMessage<UserAuthSuccessMessage>.Number => MessageNumber.UserAuthSuccess;

    public static UserAuthSuccessMessage Read(ref WireReader reader) => new();

    public void Write(WireWriter writer) { }
}
