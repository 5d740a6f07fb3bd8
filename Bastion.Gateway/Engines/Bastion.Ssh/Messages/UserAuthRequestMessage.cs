using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>
/// SSH_MSG_USERAUTH_REQUEST, RFC 4252 section 5. <c>Data</c> is what the method adds, secrets included, and is never printed.
/// </summary>
public sealed record UserAuthRequestMessage(string Login, string Service, string Method, ReadOnlyMemory<byte> Data)
    : ISshMessage<UserAuthRequestMessage>
{
    static byte ISshMessage<UserAuthRequestMessage>.Number => MessageNumber.UserAuthRequest;

    public static UserAuthRequestMessage Read(ref WireReader reader) =>
        new(reader.ReadText(SshLimits.Login), reader.ReadName(), reader.ReadName(), reader.ReadRest());

    public void Write(WireWriter writer)
    {
        writer.WriteString(Login);
        writer.WriteString(Service);
        writer.WriteString(Method);
        writer.WriteRaw(Data.Span);
    }
}
