namespace Bastion.Ssh.Sftp;

public enum SftpRulingKind : byte
{
    /// <summary>To the device as it is.</summary>
    Pass,

    /// <summary>To the device with other bytes of the same length.</summary>
    Replace,

    /// <summary>Answered by the bastion with a status.</summary>
    Refuse,

    /// <summary>The airlock's: see <see cref="SftpRuling.Request"/>.</summary>
    Take,
}
