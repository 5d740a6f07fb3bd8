using Bastion.Ssh.Files;

namespace Bastion.Ssh.Sftp;

/// <summary>Words and pairs of the protocol.</summary>
public static class SftpActs
{
    /// <summary>The word of a request that is told by itself; empty for questions and for the bytes of an open file.</summary>
    public static string OpOf(SftpRequest request) => request.Type switch
    {
        SftpType.Open => "open",
        SftpType.OpenDir => "list",
        SftpType.Remove => "remove",
        SftpType.MkDir => "mkdir",
        SftpType.RmDir => "rmdir",
        SftpType.Rename => "rename",
        SftpType.SymLink => "symlink",
        SftpType.SetStat or SftpType.FSetStat => "attributes",
        SftpType.Extended => request.Extension switch
        {
            SftpExtensions.PosixRename => "rename",
            SftpExtensions.HardLink => "link",
            SftpExtensions.LSetStat => "attributes",
            SftpExtensions.CopyData => "copy",
            _ => "",
        },
        _ => "",
    };

    public static FileWay WayOf(SftpRequest request)
    {
        if (request.Type != SftpType.Open)
        {
            return FileWay.None;
        }

        FileWay way = Writes(request.Flags) ? FileWay.In : FileWay.None;
        return (request.Flags & SftpOpenFlags.Read) != 0 || way == FileWay.None ? way | FileWay.Out : way;
    }

    /// <summary>An OPEN that may change what is there.</summary>
    public static bool Writes(SftpOpenFlags flags) => (flags & ~(SftpOpenFlags.Read | SftpOpenFlags.Exclusive)) != 0;

    /// <summary>Whether this kind of answer may come upon that request; STATUS may upon any.</summary>
    internal static bool Fits(SftpType asked, SftpType answer) => answer switch
    {
        SftpType.Status => true,
        SftpType.Handle => asked is SftpType.Open or SftpType.OpenDir,
        SftpType.Data => asked == SftpType.Read,
        SftpType.Name => asked is SftpType.ReadDir or SftpType.RealPath or SftpType.ReadLink or SftpType.Extended,
        SftpType.Attributes => asked is SftpType.Stat or SftpType.LStat or SftpType.FStat,
        SftpType.ExtendedReply => asked == SftpType.Extended,
        _ => false,
    };

    internal static string Word(uint status) => (SftpStatus)status switch
    {
        SftpStatus.Ok => "ok",
        SftpStatus.Eof => "end of file",
        SftpStatus.NoSuchFile => "no such file",
        SftpStatus.PermissionDenied => "permission denied",
        SftpStatus.OpUnsupported => "not supported",
        SftpStatus.BadMessage => "bad message",
        _ => "failed",
    };
}
