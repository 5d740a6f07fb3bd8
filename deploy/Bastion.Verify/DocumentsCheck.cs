using System.Security.Cryptography;
using System.Text;

namespace Bastion.Verify;

/// <summary>The documents: each opens, and each is the one that the entry of the export names.</summary>
internal static class DocumentsCheck
{
    private const int TagSize = 16;

    public static void Run(PackFiles pack, Manifest manifest, IReadOnlyList<JournalEntry> entries, ContentKeys? keys, Report report, string? extract)
    {
        if (keys is null)
            return;
        var exported = entries.FirstOrDefault(entry => entry.Index == manifest.Exported);
        var named = exported?.Facts.Keys.Where(fact => fact.StartsWith("document.", StringComparison.Ordinal)).Select(fact => fact["document.".Length..]).ToHashSet() ?? [];
        foreach (var document in manifest.Documents)
        {
            named.Remove(document.Name);
            if (keys.Document(document.File) is not { } key || Opened(pack.Whole(document.File), key, document.File) is not { } content)
            {
                report.Flaw("document", document.File, "it cannot be opened with its key");
                continue;
            }
            var hash = Convert.ToHexStringLower(SHA256.HashData(content));
            if (hash != document.Sha256 || exported?.Facts.GetValueOrDefault("document." + document.Name) != hash)
            {
                report.Flaw("document", document.Name, "it is not the one that was exported");
                continue;
            }
            report.Pass($"document {document.Name}, {content.Length} bytes, named by the journal");
            if (extract is not null)
            {
                Directory.CreateDirectory(extract);
                File.WriteAllBytes(Path.Combine(extract, Path.GetFileName(document.Name)), content);
            }
        }
        foreach (var missing in named)
            report.Flaw("document", missing, "the journal says that it was exported, and it is not in the pack");
    }

    private static byte[]? Opened(byte[] encrypted, byte[] key, string file)
    {
        try
        {
            var plain = new byte[Math.Max(0, encrypted.Length - TagSize)];
            using var cipher = new AesGcm(key, TagSize);
            cipher.Decrypt(new byte[12], encrypted.AsSpan(0, plain.Length), encrypted.AsSpan(plain.Length), plain, Encoding.UTF8.GetBytes(file));
            return plain;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
    }
}
