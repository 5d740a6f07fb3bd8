namespace Bastion.Appliance;

/// <summary>Writes a file so that a reader finds the old content or the new, never half of it. Owner only.</summary>
internal static class AtomicFile
{
    public static void Write(string path, string content)
    {
        var beside = path + ".new";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(beside);
        using (var file = new FileStream(beside, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        using (var writer = new StreamWriter(file))
        {
            writer.Write(content);
        }
        File.Move(beside, path, overwrite: true);
    }
}
