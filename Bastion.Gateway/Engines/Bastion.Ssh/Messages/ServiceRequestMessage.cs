using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_SERVICE_REQUEST, RFC 4253 section 10.</summary>
public sealed record ServiceRequestMessage(string Service) : ISshMessage<ServiceRequestMessage>
{
    static byte ISshMessage<ServiceRequestMessage>.Number => MessageNumber.ServiceRequest;

    public static ServiceRequestMessage Read(ref WireReader reader) => new(reader.ReadName());

    public void Write(WireWriter writer) => writer.WriteString(Service);
}
