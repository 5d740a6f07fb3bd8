namespace Bastion.Ssh.Sftp;

/// <summary>pflags of SSH_FXP_OPEN, draft-ietf-secsh-filexfer-02 section 6.3.</summary>
[Flags]
public enum SftpOpenFlags : uint
{
    None = 0,
    Read = 1,
    Write = 2,
    Append = 4,
    Create = 8,
    Truncate = 16,
    Exclusive = 32,
}
