using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_REQUEST_SUCCESS, RFC 4254 section 4.</summary>
public readonly record struct RequestSuccessMessage(ReadOnlyMemory<byte> Data) : ISshMessage<RequestSuccessMessage>
{
    static byte ISshMessage<RequestSuccessMessage>.Number => MessageNumber.RequestSuccess;

    public static RequestSuccessMessage Read(ref WireReader reader) => new(reader.ReadRest());

    public void Write(WireWriter writer) => writer.WriteRaw(Data.Span);
}
