using System.Buffers.Binary;
using Bastion.Ssh.Sftp;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Tests.Sftp;

/// <summary>Packets of both sides, written field by field.</summary>
internal static class SftpPackets
{
    public static byte[] Make(SftpType type, Action<WireWriter> body)
    {
        using var writer = new WireWriter();
        writer.WriteUInt32(0);
        writer.WriteByte((byte)type);
        body(writer);
        byte[] packet = writer.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(packet, (uint)packet.Length - 4);
        return packet;
    }

    public static byte[] Init(uint version = 3) => Make(SftpType.Init, w => w.WriteUInt32(version));

    public static byte[] Version(uint version = 3) => Make(SftpType.Version, w => w.WriteUInt32(version));

    public static byte[] Open(uint id, string path, SftpOpenFlags flags) => Make(SftpType.Open, w =>
    {
        w.WriteUInt32(id);
        w.WriteString(path);
        w.WriteUInt32((uint)flags);
        w.WriteUInt32(0);
    });

    public static byte[] Path(SftpType type, uint id, string path, params string[] more) => Make(type, w =>
    {
        w.WriteUInt32(id);
        w.WriteString(path);
        foreach (string one in more)
        {
            w.WriteString(one);
        }
    });

    public static byte[] SetStat(uint id, string path) => Make(SftpType.SetStat, w =>
    {
        w.WriteUInt32(id);
        w.WriteString(path);
        new SftpAttributes { Permissions = 0x1A4 }.Write(w);
    });

    public static byte[] Extended(uint id, string name, params string[] fields) => Make(SftpType.Extended, w =>
    {
        w.WriteUInt32(id);
        w.WriteString(name);
        foreach (string field in fields)
        {
            w.WriteString(field);
        }
    });

    public static byte[] CopyData(uint id, string from, string to) => Make(SftpType.Extended, w =>
    {
        w.WriteUInt32(id);
        w.WriteString("copy-data");
        w.WriteString(from);
        w.WriteUInt64(0);
        w.WriteUInt64(0);
        w.WriteString(to);
        w.WriteUInt64(0);
    });

    public static byte[] OnHandle(SftpType type, uint id, string handle) => Make(type, w =>
    {
        w.WriteUInt32(id);
        w.WriteString(handle);
    });

    public static byte[] Read(uint id, string handle, ulong offset, uint length) => Make(SftpType.Read, w =>
    {
        w.WriteUInt32(id);
        w.WriteString(handle);
        w.WriteUInt64(offset);
        w.WriteUInt32(length);
    });

    public static byte[] Write(uint id, string handle, ulong offset, byte[] data) => Make(SftpType.Write, w =>
    {
        w.WriteUInt32(id);
        w.WriteString(handle);
        w.WriteUInt64(offset);
        w.WriteString(data);
    });

    public static byte[] Status(uint id, SftpStatus status) => Make(SftpType.Status, w =>
    {
        w.WriteUInt32(id);
        w.WriteUInt32((uint)status);
        w.WriteString("");
        w.WriteString("");
    });

    public static byte[] Handle(uint id, string handle) => OnHandle(SftpType.Handle, id, handle);

    public static byte[] Data(uint id, byte[] data) => Make(SftpType.Data, w =>
    {
        w.WriteUInt32(id);
        w.WriteString(data);
    });
}
