using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Sftp;

/// <summary>Requests that the bastion makes of a device itself, draft-ietf-secsh-filexfer-02 section 6.</summary>
public static class SftpAsk
{
    public static byte[] Open(uint id, ReadOnlySpan<byte> path, SftpOpenFlags flags, SftpAttributes attributes)
    {
        using WireWriter writer = SftpReply.Begin(SftpType.Open, id);
        writer.WriteString(path);
        writer.WriteUInt32((uint)flags);
        attributes.Write(writer);
        return SftpReply.End(writer);
    }

    public static byte[] Write(uint id, ReadOnlySpan<byte> handle, ulong offset, ReadOnlySpan<byte> data)
    {
        using WireWriter writer = SftpReply.Begin(SftpType.Write, id);
        writer.WriteString(handle);
        writer.WriteUInt64(offset);
        writer.WriteString(data);
        return SftpReply.End(writer);
    }

    public static byte[] FSetStat(uint id, ReadOnlySpan<byte> handle, SftpAttributes attributes)
    {
        using WireWriter writer = SftpReply.Begin(SftpType.FSetStat, id);
        writer.WriteString(handle);
        attributes.Write(writer);
        return SftpReply.End(writer);
    }

    public static byte[] Close(uint id, ReadOnlySpan<byte> handle)
    {
        using WireWriter writer = SftpReply.Begin(SftpType.Close, id);
        writer.WriteString(handle);
        return SftpReply.End(writer);
    }
}
