namespace Bastion.Appliance;

/// <summary>Can an account that owns nothing get to a file?</summary>
internal static class Reach
{
    /// <summary>The first directory on the way that is closed to others, or null.</summary>
    public static string? ClosedOnTheWayTo(string path)
    {
        for (var directory = Directory.GetParent(Path.GetFullPath(path)); directory is not null; directory = directory.Parent)
        {
            if (directory.Exists && !directory.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                return directory.FullName;
        }
        return null;
    }

    /// <summary>Why others cannot read this file, or null.</summary>
    public static string? ClosedToOthers(string file) =>
        ClosedOnTheWayTo(file) ?? (File.GetUnixFileMode(file).HasFlag(UnixFileMode.OtherRead) ? null : file);
}
