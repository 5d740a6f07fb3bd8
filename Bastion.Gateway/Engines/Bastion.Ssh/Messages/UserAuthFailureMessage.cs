using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_USERAUTH_FAILURE, RFC 4252 section 5.1.</summary>
public sealed record UserAuthFailureMessage(IReadOnlyList<string> Methods, bool PartialSuccess) : ISshMessage<UserAuthFailureMessage>
{
    static byte ISshMessage<UserAuthFailureMessage>.Number => MessageNumber.UserAuthFailure;

    public static UserAuthFailureMessage Read(ref WireReader reader) => new(reader.ReadNameList(), reader.ReadBoolean());

    public void Write(WireWriter writer)
    {
        writer.WriteNameList(Methods);
        writer.WriteBoolean(PartialSuccess);
    }
}
