using Bastion.Ssh.Files;

namespace Bastion.Ssh.Sftp;

/// <summary>What a handle of the device stands for.</summary>
internal sealed class SftpFile(int number, string path, SftpOpenFlags flags, bool isDirectory, bool hashOnly) : IDisposable
{
    public int Number => number;

    /// <summary>The handle, byte for character.</summary>
    public required string Key { get; init; }

    /// <summary>What a READ or WRITE of it was answered with, when that was not success.</summary>
    public string? Fault { get; set; }

    public string Path => path;

    public bool IsDirectory => isDirectory;

    public bool MayRead => !isDirectory && (flags & SftpOpenFlags.Read) != 0;

    public bool MayWrite => !isDirectory && (flags & SftpOpenFlags.Write) != 0;

    /// <summary>Its size was set by FSETSTAT: programs that do not empty a file first cut it in the end.</summary>
    public ulong? SizeSet { get; set; }

    /// <summary>CLOSE is on its way: nothing more may use it.</summary>
    public bool Closing { get; set; }

    public FileFlow Out { get; } = new(number, FileWay.Out, hashOnly);

    public FileFlow In { get; } = new(number, FileWay.In, hashOnly);

    public void Close(string outcome, ICollection<FileFact> facts)
    {
        if (isDirectory)
        {
            return;
        }

        if (MayWrite && (In.Moved || !Out.Moved))
        {
            In.Close(path, (flags & (SftpOpenFlags.Truncate | SftpOpenFlags.Exclusive)) != 0 || SizeSet == In.End, outcome, facts);
        }

        if (MayRead && (Out.Moved || !MayWrite))
        {
            Out.Close(path, fresh: false, outcome, facts);
        }
    }

    public void Dispose()
    {
        In.Dispose();
        Out.Dispose();
    }
}
