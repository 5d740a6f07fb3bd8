using System.Text.RegularExpressions;

namespace Bastion.Admin.Files;

/// <summary>Whether two tries are of the same file: programs write to a passing name and rename it when all is there.</summary>
internal static partial class PathNames
{
    /// <summary>The path without what a program put behind it for the time of the transfer.</summary>
    public static string Settled(string path) => Passing().Replace(path, "");

    // WinSCP: .filepart; rclone: .1a2b3c4d.partial; lftp, FileZilla and others: .part, .tmp, .in.; names of their own keep theirs.
    [GeneratedRegex(@"(\.[0-9a-fA-F]{8})?\.(filepart|partial|part|tmp)$")]
    private static partial Regex Passing();
}
