using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Sftp;

/// <summary>What a device says to a request of the bastion itself: a status, or the handle of what was opened.</summary>
public sealed record SftpOwnAnswer(uint Id, SftpStatus Status, byte[]? Handle)
{
    public bool IsOk => Status == SftpStatus.Ok;

    /// <summary>The status as outcomes are told.</summary>
    public string Word => SftpActs.Word((uint)Status);

    /// <exception cref="SshProtocolException">Not as the draft says.</exception>
    public static SftpOwnAnswer Read(ReadOnlyMemory<byte> packet)
    {
        var reader = new WireReader(packet);
        reader.ReadUInt32();
        var type = (SftpType)reader.ReadByte();
        uint id = reader.ReadUInt32();
        return type switch
        {
            SftpType.Status => new SftpOwnAnswer(id, (SftpStatus)reader.ReadUInt32(), null),
            SftpType.Handle => new SftpOwnAnswer(id, SftpStatus.Ok, reader.ReadString(SftpLimits.Handle).ToArray()),
            _ => throw new SshProtocolException("device answers what was not asked"),
        };
    }
}
