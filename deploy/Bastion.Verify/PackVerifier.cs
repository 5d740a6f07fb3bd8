using System.Security.Cryptography;
using System.Text;

namespace Bastion.Verify;

/// <summary>All that docs/formats/evidence-pack.md section 5 says, in its order.</summary>
internal static class PackVerifier
{
    private const string ManifestFile = "manifest.json";
    private const string SignatureFile = "manifest.sig";

    /// <exception cref="InvalidDataException">So far from a pack that nothing can be said of its parts.</exception>
    public static void Verify(PackFiles pack, string? passphrase, Trust? trust, IReadOnlyList<string> witnessed, Report report, string? extract = null)
    {
        var bytes = pack.Whole(ManifestFile);
        var manifest = Manifest.Parse(bytes);
        using var recorder = Key(pack, manifest.Keys.Recorder);
        CheckManifest(pack, manifest, bytes, recorder, report);
        CheckFiles(pack, manifest, report);
        using var leases = new KeySet(manifest.Keys.Leases.Select(file => Key(pack, file)));
        if (trust is not null)
            CheckTrust(manifest, recorder, leases.Keys, trust, report);
        else
            report.NotChecked($"whose keys these are: Recorder {Trust.FingerprintOf(recorder)}; compare with a copy that you have from the hospital, or give --trust");
        ContentKeys? keys = null;
        if (passphrase is not null && (keys = ContentKeys.Open(pack.Whole("keys.json"), passphrase)) is null)
            report.Flaw("passphrase", "keys.json", "the passphrase does not open it");
        if (keys is null)
            report.NotChecked("what entries and recordings say: that needs the passphrase");
        var part = JournalPart.Parse(pack.Whole("journal.json"));
        var head = HeadCheck.Run(pack, manifest, part.Checkpoint, trust, witnessed, report);
        var entries = EntryCheck.Run(manifest, part, head, keys, report);
        RecordingsCheck.Run(pack, manifest, entries, keys, recorder, leases.Keys, report);
        DocumentsCheck.Run(pack, manifest, entries, keys, report, extract);
    }

    private static void CheckManifest(PackFiles pack, Manifest manifest, byte[] bytes, ECDsa recorder, Report report)
    {
        var signature = new byte[128];
        if (Convert.TryFromBase64String(Encoding.ASCII.GetString(pack.Whole(SignatureFile)).Trim(), signature, out var length)
            && recorder.VerifyData([.. "bastion evidence pack v1\n"u8, .. bytes], signature.AsSpan(0, length), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))
            report.Pass($"manifest of intervention {manifest.Intervention}, made {manifest.MadeAt}, signed by Recorder");
        else
            report.Flaw("manifest", ManifestFile, "it is not signed by the Recorder whose key is in the pack");
    }

    private static void CheckFiles(PackFiles pack, Manifest manifest, Report report)
    {
        var before = report.Flaws.Count;
        foreach (var file in manifest.Files)
        {
            if (!pack.Has(file.Name))
            {
                report.Flaw("file", file.Name, "it is missing");
                continue;
            }
            try
            {
                using var content = pack.Open(file.Name);
                if (Convert.ToHexStringLower(SHA256.HashData(content)) != file.Sha256)
                    report.Flaw("file", file.Name, "it is not the file that the manifest names");
            }
            catch (InvalidDataException e)
            {
                report.Flaw("file", file.Name, e.Message);
            }
        }
        foreach (var name in pack.Names.Except(manifest.Files.Select(file => file.Name)).Where(name => name is not (ManifestFile or SignatureFile)))
            report.Flaw("file", name, "the manifest does not name it");
        if (report.Flaws.Count == before)
            report.Pass($"{manifest.Files.Length} files with the hashes of the manifest, and no other");
    }

    private static void CheckTrust(Manifest manifest, ECDsa recorder, IReadOnlyList<ECDsa> leases, Trust trust, Report report)
    {
        var before = report.Flaws.Count;
        if (!trust.Recorder.Contains(Trust.FingerprintOf(recorder)))
            report.Flaw("key", manifest.Keys.Recorder, "it is not a key of Recorder that you trust");
        for (var i = 0; i < leases.Count; i++)
        {
            if (!trust.Leases.Contains(Trust.FingerprintOf(leases[i])))
                report.Flaw("key", manifest.Keys.Leases[i], "it is not a key of Admin that you trust");
        }
        if (!trust.Journal.Contains(manifest.Keys.Journal))
            report.Flaw("key", "journal", "it is not a key of the journal that you trust");
        if (report.Flaws.Count == before)
            report.Pass("the keys of Recorder, Admin and journal are those you trust");
    }

    /// <exception cref="InvalidDataException">Not a P-256 key.</exception>
    private static ECDsa Key(PackFiles pack, string file)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(Encoding.ASCII.GetString(pack.Whole(file)));
            return key.KeySize == 256 ? key : throw new CryptographicException("not on curve P-256");
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new InvalidDataException($"{file}: {e.Message}");
        }
    }
}
