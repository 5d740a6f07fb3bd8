using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>
/// SSH_MSG_GLOBAL_REQUEST, RFC 4254 section 4. <c>Data</c> is what follows the fields that all requests have.
/// Replies are in the order of the requests: see <c>PendingReplies</c>.
/// </summary>
public sealed record GlobalRequestMessage(string Type, bool WantReply, ReadOnlyMemory<byte> Data) : ISshMessage<GlobalRequestMessage>
{
    static byte ISshMessage<GlobalRequestMessage>.Number => MessageNumber.GlobalRequest;

    public static GlobalRequestMessage Read(ref WireReader reader) => new(reader.ReadName(), reader.ReadBoolean(), reader.ReadRest());

    public void Write(WireWriter writer)
    {
        writer.WriteString(Type);
        writer.WriteBoolean(WantReply);
        writer.WriteRaw(Data.Span);
    }
}
