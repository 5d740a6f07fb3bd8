using System.IO.Compression;
using System.Security.Cryptography;

namespace Bastion.Recorder.Export;

/// <summary>Writes the files of a pack, stored without compression, and remembers the length and SHA-256 of each.</summary>
internal sealed class PackZip(Stream target) : IDisposable
{
    // One moment for all: a zip has local times without a zone, and the manifest has the real one.
    private static readonly DateTimeOffset Stamp = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ZipArchive _zip = new(target, ZipArchiveMode.Create, leaveOpen: true);

    public List<PackFile> Files { get; } = [];

    public void Add(string name, byte[] content)
    {
        using var source = new MemoryStream(content);
        Add(name, source, content.Length);
    }

    /// <param name="length">How much of the source belongs to it.</param>
    public void Add(string name, Stream source, long length)
    {
        var entry = _zip.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = Stamp;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var into = entry.Open();
        var buffer = new byte[128 << 10];
        var left = length;
        while (left > 0)
        {
            var read = source.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
                throw new EndOfStreamException($"{name} is shorter than it was.");
            hash.AppendData(buffer, 0, read);
            into.Write(buffer, 0, read);
            left -= read;
        }
        Files.Add(new PackFile(name, length, Convert.ToHexStringLower(hash.GetHashAndReset())));
    }

    public void Dispose() => _zip.Dispose();
}
