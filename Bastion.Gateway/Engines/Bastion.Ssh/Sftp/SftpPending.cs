namespace Bastion.Ssh.Sftp;

/// <summary>A request whose answer is owed.</summary>
/// <param name="Type">Of the request.</param>
/// <param name="Act">Number of the fact that told it, 0 for none.</param>
/// <param name="File">What its handle stands for.</param>
/// <param name="Path">OPEN, OPENDIR, STAT, LSTAT.</param>
/// <param name="Flags">OPEN.</param>
/// <param name="Offset">READ.</param>
/// <param name="Length">READ.</param>
internal readonly record struct SftpPending(SftpType Type, int Act, SftpFile? File, string Path, SftpOpenFlags Flags, ulong Offset, uint Length);
