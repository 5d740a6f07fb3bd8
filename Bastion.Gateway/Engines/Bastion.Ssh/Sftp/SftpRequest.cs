using System.Text;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Sftp;

/// <summary>One request of a client, draft-ietf-secsh-filexfer-02 section 6 and OpenSSH's PROTOCOL section 4; of a WRITE only what stands before its data.</summary>
public sealed record SftpRequest(SftpType Type)
{
    public uint Id { get; init; }

    /// <summary>INIT: the highest version that the client speaks.</summary>
    public uint Version { get; init; }

    public string Path { get; init; } = "";

    /// <summary>RENAME, SYMLINK, hardlink: the second path.</summary>
    public string To { get; init; } = "";

    /// <summary>The path as it came.</summary>
    public ReadOnlyMemory<byte> RawPath { get; init; }

    public ReadOnlyMemory<byte> Handle { get; init; }

    /// <summary>copy-data: where to.</summary>
    public ReadOnlyMemory<byte> ToHandle { get; init; }

    public ulong Offset { get; init; }

    /// <summary>READ: how much is wanted; WRITE: how much follows.</summary>
    public uint Length { get; init; }

    public SftpOpenFlags Flags { get; init; }

    public SftpAttributes Attributes { get; init; } = SftpAttributes.None;

    /// <summary>EXTENDED: its name.</summary>
    public string Extension { get; init; } = "";

    public bool IsFSync => Extension == SftpExtensions.FSync;

    /// <param name="packet">With its length; a WRITE may end before its data.</param>
    /// <exception cref="SshProtocolException">Not as the draft says.</exception>
    public static SftpRequest Read(ReadOnlyMemory<byte> packet)
    {
        var reader = new WireReader(packet);
        reader.ReadUInt32();
        var type = (SftpType)reader.ReadByte();
        if (type == SftpType.Init)
        {
            // Extensions may follow; no client of version 3 sends any.
            return new SftpRequest(type) { Version = reader.ReadUInt32() };
        }

        uint id = reader.ReadUInt32();
        SftpRequest request = type switch
        {
            SftpType.Open => Paths(type, ref reader) with { Flags = (SftpOpenFlags)reader.ReadUInt32(), Attributes = SftpAttributes.Read(ref reader) },
            SftpType.Close or SftpType.FStat or SftpType.ReadDir => new SftpRequest(type) { Handle = reader.ReadString(SftpLimits.Handle) },
            SftpType.Read or SftpType.Write => new SftpRequest(type) { Handle = reader.ReadString(SftpLimits.Handle), Offset = reader.ReadUInt64(), Length = reader.ReadUInt32() },
            SftpType.FSetStat => new SftpRequest(type) { Handle = reader.ReadString(SftpLimits.Handle), Attributes = SftpAttributes.Read(ref reader) },
            SftpType.SetStat or SftpType.MkDir => Paths(type, ref reader) with { Attributes = SftpAttributes.Read(ref reader) },
            SftpType.LStat or SftpType.Stat or SftpType.OpenDir or SftpType.Remove or SftpType.RmDir or SftpType.RealPath or SftpType.ReadLink => Paths(type, ref reader),
            SftpType.Rename or SftpType.SymLink => Paths(type, ref reader) with { To = Text(reader.ReadStringSpan(SftpLimits.Path)) },
            SftpType.Extended => Extended(ref reader),
            _ => new SftpRequest(type),
        };
        return request with { Id = id };
    }

    private static SftpRequest Paths(SftpType type, ref WireReader reader)
    {
        ReadOnlyMemory<byte> path = reader.ReadString(SftpLimits.Path);
        return new SftpRequest(type) { RawPath = path, Path = Text(path.Span) };
    }

    private static SftpRequest Extended(ref WireReader reader)
    {
        string name = reader.ReadName();
        SftpRequest request = name switch
        {
            SftpExtensions.PosixRename or SftpExtensions.HardLink => Paths(SftpType.Extended, ref reader) with { To = Text(reader.ReadStringSpan(SftpLimits.Path)) },
            SftpExtensions.StatVfs or SftpExtensions.ExpandPath => Paths(SftpType.Extended, ref reader),
            SftpExtensions.LSetStat => Paths(SftpType.Extended, ref reader) with { Attributes = SftpAttributes.Read(ref reader) },
            SftpExtensions.FSync or SftpExtensions.FStatVfs => new SftpRequest(SftpType.Extended) { Handle = reader.ReadString(SftpLimits.Handle) },
            SftpExtensions.CopyData => CopyData(ref reader),
            _ => new SftpRequest(SftpType.Extended),
        };
        return request with { Extension = name };
    }

    private static SftpRequest CopyData(ref WireReader reader)
    {
        ReadOnlyMemory<byte> from = reader.ReadString(SftpLimits.Handle);
        reader.ReadUInt64();
        reader.ReadUInt64();
        ReadOnlyMemory<byte> to = reader.ReadString(SftpLimits.Handle);
        return new SftpRequest(SftpType.Extended) { Handle = from, ToHandle = to, Offset = reader.ReadUInt64() };
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
