using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Storage;

namespace Bastion.Recorder.Search;

/// <summary>
/// The search file of a recording, beside it: magic "BSTNIDX1" · salt (32) · AES-256-GCM under HKDF-SHA-256(replay key, salt, "bastion search v1"), nonce zeros.
/// Inside: u8 1 when a file went in · u32 length of the folded text · the folded text · the lines, "micros TAB kind TAB text LF" each, as many as the
/// folded text has. It dies with the keys of its recording.
/// </summary>
internal sealed class SearchFiles(EvidenceStore store)
{
    public const int MaxText = 16 << 20;
    private const int Head = 5;
    private const int SaltSize = 32;
    private const int TagSize = 16;
    private static ReadOnlySpan<byte> Magic => "BSTNIDX1"u8;

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
        var plain = new byte[Head + search.Length + show.Length];
        plain[0] = fileWentIn() ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(1), search.Length);
        search.CopyTo(plain, Head);
        show.CopyTo(plain, Head + search.Length);
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var file = new byte[Magic.Length + SaltSize + plain.Length + TagSize];
        Magic.CopyTo(file);
        salt.CopyTo(file, Magic.Length);
        var body = file.AsSpan(Magic.Length + SaltSize);
        using (var cipher = new AesGcm(keys.Derived(salt, "bastion search v1"u8), TagSize))
            cipher.Encrypt(new byte[12], plain, body[..plain.Length], body[plain.Length..], Magic);
        CryptographicOperations.ZeroMemory(plain);
        store.Disk.WriteWhole(DataDirectory.IndexOf(info.Path), file);
    }

    /// <summary>The lines with this text, folded, at most so many; null when there is no index, or a file was asked for and none went in.</summary>
    public List<TranscriptLine>? Find(RecordingInfo info, byte[] wanted, int most, bool fileWentIn)
    {
        var path = DataDirectory.IndexOf(info.Path);
        if (!File.Exists(path) || store.Loader.KeysOf(info.Id, info.Path) is not { } keys)
            return null;
        var file = store.Disk.ReadWhole(path, (MaxText * 4) + (1 << 20));
        if (file.Length < Magic.Length + SaltSize + Head + TagSize || !file.AsSpan().StartsWith(Magic))
            return null;
        var body = file.AsSpan(Magic.Length + SaltSize);
        var plain = new byte[body.Length - TagSize];
        using (var cipher = new AesGcm(keys.Derived(file.AsSpan(Magic.Length, SaltSize), "bastion search v1"u8), TagSize))
            cipher.Decrypt(new byte[12], body[..plain.Length], body[plain.Length..], plain, Magic);
        if (fileWentIn && plain[0] == 0)
            return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(plain.AsSpan(1));
        return Lines(plain.AsSpan(Head, length), plain.AsSpan(Head + length), wanted, most);
    }

    public static string Fold(string text) => text.ToLowerInvariant();

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
