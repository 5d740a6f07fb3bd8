using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>Whole payloads, number included.</summary>
public static class SshMessage
{
    /// <inheritdoc cref="ISshMessage{TSelf}.Parse"/>
    public static T Parse<T>(ReadOnlyMemory<byte> payload)
        where T : ISshMessage<T> => T.Parse(payload);

    /// <summary>Message number, then the fields.</summary>
    public static void Write<T>(WireWriter writer, in T message)
        where T : ISshMessage<T>
    {
        writer.WriteByte(T.Number);
        message.Write(writer);
    }

    public static byte[] ToBytes<T>(in T message)
        where T : ISshMessage<T>
    {
        using var writer = new WireWriter();
        Write(writer, message);
        return writer.ToArray();
    }
}
