namespace Bastion.Testing;

/// <summary>A directory of one test under the system's temporary directory, deleted with everything in it at the end.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    private readonly bool keep;

    /// <param name="name">Part of the directory's name, to recognise it while a test hangs.</param>
    /// <param name="open">Whether other accounts may enter it: the account of a device must read its own home.</param>
    public TemporaryDirectory(string name = "test", bool open = false)
    {
        Path = Directory.CreateTempSubdirectory($"bastion-{name}-").FullName;
        keep = Environment.GetEnvironmentVariable("BASTION_TEST_KEEP") == "1";
        if (open)
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }
    }

    public string Path { get; }

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var file = At(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        File.SetUnixFileMode(file, mode);
        return file;
    }

    public string Folder(string name) => Directory.CreateDirectory(At(name)).FullName;

    public void Dispose()
    {
        if (keep)
        {
            return;
        }

        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A process that is still ending may write once more; the system's own cleaning takes the rest.
        }
    }
}
