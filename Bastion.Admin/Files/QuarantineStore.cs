using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Bastion.Admin.Files;

/// <summary>
/// Contents of held files, each in a file of its own, encrypted under a key of its own: parts of 64 KiB, AES-256-GCM, nonce and associated data from the part's number and whether it is
/// the last, so that parts cannot be moved, dropped or cut off.
/// </summary>
internal sealed class QuarantineStore(AdminOptions options)
{
    public const int Part = 64 << 10;
    public const int TagLength = 16;

    private const int AssociatedLength = 16 + 8 + 1;

    private string Directory => options.QuarantineDirectory ?? throw new InvalidOperationException("There is no quarantine.");

    public bool Exists => options.QuarantineDirectory is not null;

    /// <summary>Bytes on disk of all contents.</summary>
    public long Used => System.IO.Directory.Exists(Directory) ? new DirectoryInfo(Directory).EnumerateFiles().Sum(file => file.Length) : 0;

    public QuarantineWriter Create(Guid id)
    {
        System.IO.Directory.CreateDirectory(Directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var stream = new FileStream(PathOf(id), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        return new QuarantineWriter(id, stream, RandomNumberGenerator.GetBytes(32));
    }

    /// <exception cref="CryptographicException">Not what was stored.</exception>
    /// <exception cref="IOException">Gone.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Guid id, byte[] key, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = new FileStream(PathOf(id), FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        using var gcm = new AesGcm(key, TagLength);
        var part = new byte[Part + TagLength];
        for (ulong number = 0; ; number++)
        {
            var length = await stream.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, cancellation);
            if (length < TagLength)
                throw new CryptographicException("The content ends too early.");
            var last = stream.Position == stream.Length;
            var plain = new byte[length - TagLength];
            Decrypt(gcm, id, number, last, part.AsSpan(0, length), plain);
            if (plain.Length > 0)
                yield return plain;
            if (last)
                yield break;
        }
    }

    public void Delete(Guid id) => File.Delete(PathOf(id));

    /// <summary>Removes what no row speaks of: uploads that were cut off.</summary>
    public void DeleteAllBut(IReadOnlySet<Guid> known)
    {
        if (!Exists || !System.IO.Directory.Exists(Directory))
            return;
        foreach (var file in System.IO.Directory.EnumerateFiles(Directory, "*.held"))
        {
            if (Guid.TryParse(Path.GetFileNameWithoutExtension(file), out var id) && !known.Contains(id))
                File.Delete(file);
        }
    }

    public static void Nonce(Span<byte> nonce, ulong number, bool last)
    {
        nonce.Clear();
        nonce[0] = last ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt64BigEndian(nonce[4..], number);
    }

    public static byte[] Associated(Guid id, ulong number, bool last)
    {
        var associated = new byte[AssociatedLength];
        id.TryWriteBytes(associated, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt64BigEndian(associated.AsSpan(16), number);
        associated[^1] = last ? (byte)1 : (byte)0;
        return associated;
    }

    private static void Decrypt(AesGcm gcm, Guid id, ulong number, bool last, ReadOnlySpan<byte> part, Span<byte> plain)
    {
        Span<byte> nonce = stackalloc byte[12];
        Nonce(nonce, number, last);
        gcm.Decrypt(nonce, part[..plain.Length], part[plain.Length..], plain, Associated(id, number, last));
    }

    private string PathOf(Guid id) => Path.Combine(Directory, id.ToString("D") + ".held");
}
