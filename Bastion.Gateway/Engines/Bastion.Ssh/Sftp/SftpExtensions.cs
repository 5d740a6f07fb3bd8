namespace Bastion.Ssh.Sftp;

/// <summary>Names of SSH_FXP_EXTENDED, OpenSSH's PROTOCOL section 4. What is not here does not pass: what it does could not be told.</summary>
internal static class SftpExtensions
{
    public const string PosixRename = "posix-rename@openssh.com";
    public const string HardLink = "hardlink@openssh.com";
    public const string StatVfs = "statvfs@openssh.com";
    public const string FStatVfs = "fstatvfs@openssh.com";
    public const string FSync = "fsync@openssh.com";
    public const string LSetStat = "lsetstat@openssh.com";
    public const string Limits = "limits@openssh.com";
    public const string ExpandPath = "expand-path@openssh.com";
    public const string HomeDirectory = "home-directory";
    public const string UsersGroups = "users-groups-by-id@openssh.com";
    public const string CopyData = "copy-data";

    /// <summary>Tells something and changes nothing.</summary>
    public static bool IsQuestion(string name) => name is StatVfs or FStatVfs or Limits or ExpandPath or HomeDirectory or UsersGroups;

    public static bool Changes(string name) => name is PosixRename or HardLink or FSync or LSetStat or CopyData;
}
