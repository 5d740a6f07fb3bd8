using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_REQUEST_FAILURE, RFC 4254 section 4.</summary>
public readonly record struct RequestFailureMessage() : ISshMessage<RequestFailureMessage>
{
    static byte ISshMessage<RequestFailureMessage>.Number => MessageNumber.RequestFailure;

    public static RequestFailureMessage Read(ref WireReader reader) => new();

    public void Write(WireWriter writer) { }
}
