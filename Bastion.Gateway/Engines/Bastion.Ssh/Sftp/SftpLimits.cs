namespace Bastion.Ssh.Sftp;

/// <summary>Every size that a client or a device controls inside SFTP, in bytes unless the name says otherwise.</summary>
public static class SftpLimits
{
    /// <summary>length of a packet, as OpenSSH has it (SFTP_MAX_MSG_LENGTH).</summary>
    public const int Packet = 256 * 1024;

    /// <summary>
    /// length of a packet that is read as a whole: everything but content and listings. Two paths of 4,096 fit, and it stays below the smallest window that a
    /// device is known to grant (24 KiB), for what is gathered here is not credited yet.
    /// </summary>
    public const int WholePacket = 20 * 1024;

    /// <summary>A handle, draft-ietf-secsh-filexfer-02 section 6.2.</summary>
    public const int Handle = 256;

    public const int Path = 8 * 1024;

    /// <summary>Extended attributes of one file.</summary>
    public const int ExtendedAttributes = 64;

    /// <summary>Requests without their answer.</summary>
    public const int Outstanding = 16 * 1024;

    /// <summary>Files and directories open at once on one channel.</summary>
    public const int OpenHandles = 1024;

    /// <summary>Sizes remembered from answers to STAT.</summary>
    public const int KnownSizes = 256;
}
