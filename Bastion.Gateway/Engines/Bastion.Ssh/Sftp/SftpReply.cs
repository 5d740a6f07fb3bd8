using System.Buffers.Binary;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Sftp;

/// <summary>Packets that the bastion answers a client with in the device's place, draft-ietf-secsh-filexfer-02 section 7.</summary>
public static class SftpReply
{
    public static byte[] Status(uint id, SftpStatus status, string text)
    {
        using WireWriter writer = Begin(SftpType.Status, id);
        writer.WriteUInt32((uint)status);
        writer.WriteString(text);
        writer.WriteString("");
        return End(writer);
    }

    public static byte[] Handle(uint id, ReadOnlySpan<byte> handle)
    {
        using WireWriter writer = Begin(SftpType.Handle, id);
        writer.WriteString(handle);
        return End(writer);
    }

    public static byte[] Attributes(uint id, SftpAttributes attributes)
    {
        using WireWriter writer = Begin(SftpType.Attributes, id);
        attributes.Write(writer);
        return End(writer);
    }

    internal static WireWriter Begin(SftpType type, uint id)
    {
        var writer = new WireWriter();
        writer.WriteUInt32(0);
        writer.WriteByte((byte)type);
        writer.WriteUInt32(id);
        return writer;
    }

    internal static byte[] End(WireWriter writer)
    {
        byte[] packet = writer.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(packet, (uint)packet.Length - 4);
        return packet;
    }
}
