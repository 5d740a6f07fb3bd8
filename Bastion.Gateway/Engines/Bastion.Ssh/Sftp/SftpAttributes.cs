using System.Globalization;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Sftp;

/// <summary>ATTRS, draft-ietf-secsh-filexfer-02 section 5. What is not named by the flags is null.</summary>
public sealed record SftpAttributes
{
    private const uint HasSize = 1;
    private const uint HasOwner = 2;
    private const uint HasPermissions = 4;
    private const uint HasTimes = 8;
    private const uint HasExtended = 0x80000000;

    public static readonly SftpAttributes None = new();

    public ulong? Size { get; init; }

    public (uint User, uint Group)? Owner { get; init; }

    public uint? Permissions { get; init; }

    /// <summary>Seconds of Unix time.</summary>
    public (uint Access, uint Change)? Times { get; init; }

    public static SftpAttributes Read(ref WireReader reader)
    {
        uint flags = reader.ReadUInt32();
        var read = new SftpAttributes
        {
            Size = (flags & HasSize) != 0 ? reader.ReadUInt64() : null,
            Owner = (flags & HasOwner) != 0 ? (reader.ReadUInt32(), reader.ReadUInt32()) : null,
            Permissions = (flags & HasPermissions) != 0 ? reader.ReadUInt32() : null,
            Times = (flags & HasTimes) != 0 ? (reader.ReadUInt32(), reader.ReadUInt32()) : null,
        };
        if ((flags & HasExtended) != 0)
        {
            uint count = reader.ReadUInt32();
            if (count > SftpLimits.ExtendedAttributes)
            {
                throw new SshProtocolException("file has too many extended attributes");
            }

            for (uint i = 0; i < count; i++)
            {
                reader.ReadStringSpan();
                reader.ReadStringSpan();
            }
        }

        return read;
    }

    /// <summary>Extended attributes are not written.</summary>
    public void Write(WireWriter writer)
    {
        writer.WriteUInt32((Size is null ? 0 : HasSize) | (Owner is null ? 0 : HasOwner) | (Permissions is null ? 0 : HasPermissions) | (Times is null ? 0 : HasTimes));
        if (Size is { } size)
        {
            writer.WriteUInt64(size);
        }

        if (Owner is var (user, group))
        {
            writer.WriteUInt32(user);
            writer.WriteUInt32(group);
        }

        if (Permissions is { } permissions)
        {
            writer.WriteUInt32(permissions);
        }

        if (Times is var (access, change))
        {
            writer.WriteUInt32(access);
            writer.WriteUInt32(change);
        }
    }

    /// <summary>What a later setting adds to this one.</summary>
    public SftpAttributes With(SftpAttributes later) => new()
    {
        Size = later.Size ?? Size,
        Owner = later.Owner ?? Owner,
        Permissions = later.Permissions ?? Permissions,
        Times = later.Times ?? Times,
    };

    public override string ToString()
    {
        List<string> words = [];
        if (Size is { } size)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"size {size}"));
        }

        if (Owner is var (user, group))
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"owner {user}:{group}"));
        }

        if (Permissions is { } permissions)
        {
            words.Add("mode " + Convert.ToString(permissions & 0xFFF, 8).PadLeft(4, '0'));
        }

        if (Times is var (_, change))
        {
            words.Add("changed " + DateTimeOffset.FromUnixTimeSeconds(change).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        }

        return string.Join(", ", words);
    }
}
