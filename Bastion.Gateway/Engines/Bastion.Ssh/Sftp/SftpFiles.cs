using System.Text;
using Bastion.Ssh.Files;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Sftp;

/// <summary>What the device has open for the client, by handle.</summary>
internal sealed class SftpFiles(bool hashOnly) : IDisposable
{
    private readonly Dictionary<string, SftpFile> _open = [];
    private readonly Dictionary<string, ulong> _sizes = [];
    private int _numbers;

    public int Count => _open.Count;

    public int NextNumber() => ++_numbers;

    /// <summary>Null for a handle that was not given or is being closed.</summary>
    public SftpFile? Find(ReadOnlySpan<byte> handle)
    {
        Span<char> key = stackalloc char[SftpLimits.Handle];
        int length = Encoding.Latin1.GetChars(handle, key);
        return _open.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key[..length], out SftpFile? file) && !file.Closing ? file : null;
    }

    public SftpFile Open(ReadOnlySpan<byte> handle, SftpPending asked, bool airlock)
    {
        string key = Encoding.Latin1.GetString(handle);
        bool directory = asked.Type == SftpType.OpenDir;
        var file = new SftpFile(directory ? 0 : ++_numbers, asked.Path, asked.Flags, directory, hashOnly) { Key = key };
        if (airlock && key.StartsWith(SftpConversation.TakenHandle, StringComparison.Ordinal) || !_open.TryAdd(key, file))
        {
            throw new SshProtocolException("device gives a handle that is in use");
        }

        if (_sizes.TryGetValue(asked.Path, out ulong size))
        {
            file.Out.KnownEnd = size;
        }

        return file;
    }

    public void Close(SftpFile file, string outcome, ICollection<FileFact> facts)
    {
        if (_open.Remove(file.Key))
        {
            file.Close(file.Fault ?? outcome, facts);
            file.Dispose();
        }
    }

    /// <summary>The device told a size, of an open file or of a path.</summary>
    public void Sized(SftpPending asked, ulong? size)
    {
        if (size is not { } known)
        {
            return;
        }

        if (asked.File is { } file)
        {
            file.Out.KnownEnd = known;
        }
        else if (asked.Path.Length > 0)
        {
            if (_sizes.Count >= SftpLimits.KnownSizes)
            {
                _sizes.Clear();
            }

            _sizes[asked.Path] = known;
        }
    }

    public void End(ICollection<FileFact> facts)
    {
        foreach (SftpFile file in _open.Values)
        {
            file.Close("cut", facts);
            file.Dispose();
        }

        _open.Clear();
    }

    public void Dispose()
    {
        foreach (SftpFile file in _open.Values)
        {
            file.Dispose();
        }

        _open.Clear();
    }
}
