using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_CHANNEL_EXTENDED_DATA, RFC 4254 section 5.2. <c>DataType</c> is 1 for stderr.</summary>
public readonly record struct ChannelExtendedDataMessage(
    uint RecipientChannel,
    uint DataType,
    ReadOnlyMemory<byte> Data) : ISshMessage<ChannelExtendedDataMessage>
{
    static byte ISshMessage<ChannelExtendedDataMessage>.Number => MessageNumber.ChannelExtendedData;

    public static ChannelExtendedDataMessage Read(ref WireReader reader) => new(reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadString());

    public void Write(WireWriter writer)
    {
        writer.WriteUInt32(RecipientChannel);
        writer.WriteUInt32(DataType);
        writer.WriteString(Data.Span);
    }

    /// <summary>SSH_EXTENDED_DATA_STDERR.</summary>
    public const uint StandardError = 1;
}
