using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_SERVICE_ACCEPT, RFC 4253 section 10.</summary>
public sealed record ServiceAcceptMessage(string Service) : ISshMessage<ServiceAcceptMessage>
{
    static byte ISshMessage<ServiceAcceptMessage>.Number => MessageNumber.ServiceAccept;

    public static ServiceAcceptMessage Read(ref WireReader reader) => new(reader.ReadName());

    public void Write(WireWriter writer) => writer.WriteString(Service);
}
