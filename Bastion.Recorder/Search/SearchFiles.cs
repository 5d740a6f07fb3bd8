using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Storage;

namespace Bastion.Recorder.Search;

/// <summary>
/// The search file of a recording, beside it: magic "BSTNIDX2" · salt (32) · u32 each the lengths of three parts, without tags · the parts, each AES-256-GCM under
/// HKDF-SHA-256(replay key, salt, "bastion search v1"), nonce its number (1, 2, 3) in the last of 12 bytes, all before the first part bound to it.
/// Parts: u8 1 when a file went in · a filter of the trigrams (<see cref="TrigramFilter"/>); the folded text; the lines, "micros TAB kind TAB text LF" each, as many
/// as the folded text has. A search reads the first part of each recording, and more of those that may have it. It dies with the keys of its recording.
/// </summary>
internal sealed class SearchFiles(EvidenceStore store)
{
    public const int MaxText = 16 << 20;
    private const int MaxPart = MaxText * 4;
    private const int SaltSize = 32;
    private const int TagSize = 16;
    private const int Head = 8 + SaltSize + (3 * 4);
    private static ReadOnlySpan<byte> Magic => "BSTNIDX2"u8;

    /// <summary>Whether it has one, of this version.</summary>
    public bool Has(RecordingInfo info)
    {
        var path = DataDirectory.IndexOf(info.Path);
        if (!File.Exists(path))
            return false;
        using var file = store.Disk.OpenToRead(path);
        Span<byte> magic = stackalloc byte[8];
        return store.Disk.Read(file, path, magic, 0) == magic.Length && magic.SequenceEqual(Magic);
    }

    /// <exception cref="StorageException"/>
    public void Write(RecordingInfo info, RecordingKeys keys, IEnumerable<TranscriptLine> lines, Func<bool> fileWentIn)
    {
        var (folded, shown) = (new StringBuilder(), new StringBuilder());
        foreach (var line in lines)
        {
            if (shown.Length > MaxText)
                break;
            var text = line.Text.Replace('\t', ' ');
            folded.Append(Fold(text)).Append('\n');
            shown.Append(CultureInfo.InvariantCulture, $"{line.Micros}\t{line.Kind}\t{text}\n");
        }
        var (search, show) = (Encoding.UTF8.GetBytes(folded.ToString()), Encoding.UTF8.GetBytes(shown.ToString()));
        byte[][] parts = [[fileWentIn() ? (byte)1 : (byte)0, .. TrigramFilter.Of(search)], search, show];
        var file = new byte[Head + parts.Sum(part => part.Length + TagSize)];
        Magic.CopyTo(file);
        RandomNumberGenerator.Fill(file.AsSpan(Magic.Length, SaltSize));
        for (var part = 0; part < parts.Length; part++)
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(Magic.Length + SaltSize + (4 * part)), parts[part].Length);
        using var cipher = Cipher(keys, file);
        var body = file.AsSpan(Head);
        for (var part = 0; part < parts.Length; part++)
        {
            cipher.Encrypt(Nonce(part), parts[part], body[..parts[part].Length], body.Slice(parts[part].Length, TagSize), file.AsSpan(0, Head));
            body = body[(parts[part].Length + TagSize)..];
            CryptographicOperations.ZeroMemory(parts[part]);
        }
        store.Disk.WriteWhole(DataDirectory.IndexOf(info.Path), file);
    }

    /// <summary>The lines with this text, folded, at most so many; null when there is no index, or a file was asked for and none went in.</summary>
    /// <exception cref="CryptographicException">It was changed.</exception>
    /// <exception cref="StorageException"/>
    public List<TranscriptLine>? Find(RecordingInfo info, byte[] wanted, int most, bool fileWentIn)
    {
        var path = DataDirectory.IndexOf(info.Path);
        if (!File.Exists(path) || store.Loader.KeysOf(info.Id, info.Path) is not { } keys)
            return null;
        using var file = store.Disk.OpenToRead(path);
        var head = new byte[Head];
        if (store.Disk.Read(file, path, head, 0) < Head || !head.AsSpan().StartsWith(Magic))
            return null;
        using var cipher = Cipher(keys, head);
        using var first = Part(0);
        if (fileWentIn && first.Bytes[0] == 0)
            return null;
        if (!TrigramFilter.MayHave(first.Bytes[1..], wanted))
            return [];
        using var folded = Part(1);
        if (folded.Bytes.IndexOf(wanted) < 0)
            return [];
        using var shown = Part(2);
        return Lines(folded.Bytes, shown.Bytes, wanted, most);

        RentedPart Part(int number)
        {
            var (offset, length) = ((long)Head, 0);
            for (var part = 0; part <= number; part++)
            {
                offset += part == 0 ? 0 : length + TagSize;
                length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(Magic.Length + SaltSize + (4 * part)));
                if (length is < 0 or > MaxPart)
                    throw new CryptographicException("The search file has a part of a length that none has.");
            }
            var rented = new RentedPart(length, TagSize);
            try
            {
                if (store.Disk.Read(file, path, rented.Encrypted, offset) < length + TagSize)
                    throw new CryptographicException("The search file is shorter than it says.");
                cipher.Decrypt(Nonce(number), rented.Encrypted[..length], rented.Encrypted[length..], rented.Bytes, head);
                return rented;
            }
            catch
            {
                rented.Dispose();
                throw;
            }
        }
    }

    public static string Fold(string text) => text.ToLowerInvariant();

    private static AesGcm Cipher(RecordingKeys keys, ReadOnlySpan<byte> head) => new(keys.Derived(head.Slice(Magic.Length, SaltSize), "bastion search v1"u8), TagSize);

    private static byte[] Nonce(int part) => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(part + 1)];

    private static List<TranscriptLine> Lines(ReadOnlySpan<byte> folded, ReadOnlySpan<byte> shown, byte[] wanted, int most)
    {
        var found = new List<TranscriptLine>();
        while (found.Count < most && folded.IndexOf(wanted) is >= 0 and var at)
        {
            // The same line of both texts.
            for (var skip = folded[..at].Count((byte)'\n'); skip > 0; skip--)
                shown = shown[(shown.IndexOf((byte)'\n') + 1)..];
            var line = Encoding.UTF8.GetString(shown[..shown.IndexOf((byte)'\n')]).Split('\t', 3);
            found.Add(new TranscriptLine(long.Parse(line[0], CultureInfo.InvariantCulture), line[1], line[2]));
            shown = shown[(shown.IndexOf((byte)'\n') + 1)..];
            folded = folded[at..];
            folded = folded[(folded.IndexOf((byte)'\n') + 1)..];
        }
        return found;
    }
}
