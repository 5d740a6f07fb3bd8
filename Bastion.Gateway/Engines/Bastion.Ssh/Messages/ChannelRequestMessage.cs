using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>
/// SSH_MSG_CHANNEL_REQUEST, RFC 4254 section 5.4. <c>Data</c> is what the type adds: read it with the type of the same name,
/// for instance <c>PtyRequest.Parse(request.Data)</c>, or pass it on as it is.
/// </summary>
public sealed record ChannelRequestMessage(
    uint RecipientChannel,
    string Type,
    bool WantReply,
    ReadOnlyMemory<byte> Data) : ISshMessage<ChannelRequestMessage>
{
    static byte ISshMessage<ChannelRequestMessage>.Number => MessageNumber.ChannelRequest;

    public static ChannelRequestMessage Read(ref WireReader reader) => new(
        reader.ReadUInt32(),
        reader.ReadName(),
        reader.ReadBoolean(),
        reader.ReadRest());

    public void Write(WireWriter writer)
    {
        writer.WriteUInt32(RecipientChannel);
        writer.WriteString(Type);
        writer.WriteBoolean(WantReply);
        writer.WriteRaw(Data.Span);
    }
}
