using System.IO.Compression;

namespace Bastion.Verify;

/// <summary>The files of a zip by their names; each name once.</summary>
internal sealed class PackFiles : IDisposable
{
    private const int MaxFiles = 10_000;
    private const int MaxWhole = 128 << 20;
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = [];

    /// <exception cref="InvalidDataException">Not a zip, or one with two files of a name.</exception>
    public PackFiles(Stream zip)
    {
        _zip = new ZipArchive(zip, ZipArchiveMode.Read);
        if (_zip.Entries.Count > MaxFiles)
            throw new InvalidDataException("The zip has too many files.");
        foreach (var entry in _zip.Entries)
        {
            if (!_entries.TryAdd(entry.FullName, entry))
                throw new InvalidDataException($"The zip has two files named {entry.FullName}.");
        }
    }

    public IEnumerable<string> Names => _entries.Keys;

    public bool Has(string name) => _entries.ContainsKey(name);

    public long LengthOf(string name) => _entries[name].Length;

    /// <exception cref="InvalidDataException">There is none, or it is too large for what it is.</exception>
    public Stream Open(string name) => _entries.TryGetValue(name, out var entry) ? entry.Open() : throw new InvalidDataException($"The pack has no {name}.");

    public byte[] Whole(string name)
    {
        using var stream = Open(name);
        if (_entries[name].Length > MaxWhole)
            throw new InvalidDataException($"{name} is too large.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public void Dispose() => _zip.Dispose();
}
