using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Bastion.Verify;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>docs/formats/evidence-pack.md section 5 in bastion-verify: manifest, files, keys, passphrase, documents; each wrong by itself.</summary>
public sealed class PackRulesTests : IDisposable
{
    private readonly SyntheticPack _pack = new();

    public void Dispose() => _pack.Dispose();

    [Fact]
    public void Honest_WithAllKeys_SaysWhatItChecked()
    {
        var report = _pack.Verified();
        Said.Nothing(report);
        Assert.Empty(report.Unchecked);
        Assert.Equal(8, report.Passed.Count);
        Assert.Collection(
            report.Passed,
            text => Assert.Contains("signed by Recorder", text, StringComparison.Ordinal),
            text => Assert.Contains("5 files with the hashes of the manifest", text.Replace("6 files", "5 files", StringComparison.Ordinal), StringComparison.Ordinal),
            text => Assert.Contains("are those you trust", text, StringComparison.Ordinal),
            text => Assert.Contains("head of the journal, 13 entries", text, StringComparison.Ordinal),
            text => Assert.Contains("head signed by witness witness.test/w at 2026-11-24 10:01:01Z", text, StringComparison.Ordinal),
            text => Assert.Contains("5 entries of the journal, each in the signed head; none of this intervention is missing", text, StringComparison.Ordinal),
            text => Assert.EndsWith("3 records, 2 frames, decrypted, ended TechnicianClosed", text, StringComparison.Ordinal),
            text => Assert.Contains("document report.pdf, 8 bytes", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Honest_WithoutPassphrase_IsCheckedAsFarAsItGoes()
    {
        // Neither its documents nor what the journal says of it are looked at then, and nothing claims so.
        _pack.Documents["other.pdf"] = [1];
        var report = _pack.Verified(passphrase: null);
        Said.Nothing(report);
        Assert.Equal(["what entries and recordings say: that needs the passphrase"], report.Unchecked);
        Assert.Contains(report.Passed, text => text.EndsWith("each in the signed head", StringComparison.Ordinal));
        Assert.Contains(report.Passed, text => text.Contains("3 records, 2 frames, chain and signatures, ended", StringComparison.Ordinal));
    }

    [Fact]
    public void Honest_WithoutTrust_ShowsTheFingerprintThatIsToBeCompared()
    {
        var report = _pack.Verified(trusted: false);
        Said.Nothing(report);
        Assert.Contains(Trust.FingerprintOf(_pack.Recorder), Assert.Single(report.Unchecked), StringComparison.Ordinal);
        Assert.Equal(7, report.Passed.Count);
    }

    [Fact]
    public void Manifest_NotSignedByTheRecorderInThePack_IsAFlaw()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var signature in (string[])["", "no base64!", Convert.ToBase64String(new byte[64]), Convert.ToBase64String(new byte[200])])
        {
            _pack.Afterwards = files => files["manifest.sig"] = Encoding.ASCII.GetBytes(signature);
            Assert.Equal(["manifest manifest.json"], Said.Flaws(_pack.Verified()));
        }
        _pack.Afterwards = files => files["manifest.sig"] = Encoding.ASCII.GetBytes(Convert.ToBase64String(
            _pack.Recorder.SignData(files["manifest.json"], HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)));
        Assert.Equal(["manifest manifest.json"], Said.Flaws(_pack.Verified()));
    }

    [Theory]
    [InlineData("format", "another pack")]
    [InlineData("version", 2)]
    [InlineData("version", 0)]
    [InlineData("origin", null)]
    [InlineData("recordings", "text")]
    public void Manifest_OfAnotherMake_IsNoPack(string field, object? value)
    {
        _pack.Manifest = manifest => manifest[field] = value is null ? null : JsonValue.Create(value);
        Assert.Throws<InvalidDataException>(() => _pack.Verified());
    }

    [Fact]
    public void Manifest_ThatIsNoJsonOrMissing_IsNoPack()
    {
        _pack.Afterwards = files => files["manifest.json"] = "nothing"u8.ToArray();
        Assert.Throws<InvalidDataException>(() => _pack.Verified());
        _pack.Afterwards = files => files["manifest.json"] = "null"u8.ToArray();
        Assert.Throws<InvalidDataException>(() => _pack.Verified());
        _pack.Afterwards = files => files.Remove("manifest.json");
        Assert.Throws<InvalidDataException>(() => _pack.Verified());
        _pack.Afterwards = files => files.Remove("journal.json");
        Assert.Throws<InvalidDataException>(() => _pack.Verified());
        _pack.Afterwards = files => files["journal.json"] = "null"u8.ToArray();
        Assert.Throws<InvalidDataException>(() => _pack.Verified());
        _pack.Afterwards = files => files["journal.json"] = """{"checkpoint":null,"entries":[]}"""u8.ToArray();
        Assert.Throws<InvalidDataException>(() => _pack.Verified());
        _pack.Afterwards = files => files["journal.json"] = """{"checkpoint":"x"}"""u8.ToArray();
        Assert.Throws<InvalidDataException>(() => _pack.Verified());
    }

    [Fact]
    public void File_ChangedMissingOrTooMany_IsNamed()
    {
        _pack.Afterwards = files => files["documents/report.pdf.enc"][0] ^= 1;
        Assert.Equal(["file documents/report.pdf.enc", "document documents/report.pdf.enc"], Said.Flaws(_pack.Verified()));
        _pack.Afterwards = files => files["extra"] = [1];
        Assert.Equal(["file extra"], Said.Flaws(_pack.Verified()));
        _pack.Files = files => files["gone"] = [1];
        _pack.Afterwards = files => files.Remove("gone");
        Assert.Equal(["file gone"], Said.Flaws(_pack.Verified()));
    }

    [Fact]
    public void Key_ThatIsNotAmongTheTrusted_IsNamed()
    {
        var trust = _pack.Trust;
        Assert.Equal(["key keys/recorder.pub.pem"], Said.Flaws(_pack.Verified(trust: trust with { Recorder = ["00"] })));
        Assert.Equal(["key keys/lease-1.pub.pem"], Said.Flaws(_pack.Verified(trust: trust with { Leases = [] })));
        Assert.Equal(["key journal"], Said.Flaws(_pack.Verified(trust: trust with { Journal = [] })));
        Assert.DoesNotContain(_pack.Verified(trust: trust with { Journal = [] }).Passed, text => text.Contains("trust", StringComparison.Ordinal));
        Said.Nothing(_pack.Verified(trust: trust with { Recorder = ["00", .. trust.Recorder], Leases = ["00", .. trust.Leases] }));
    }

    [Fact]
    public void Key_ThatIsNoneOfP256_IsNoPack()
    {
        using var large = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        _pack.Files = files => files["keys/recorder.pub.pem"] = Encoding.ASCII.GetBytes(large.ExportSubjectPublicKeyInfoPem());
        Assert.Throws<InvalidDataException>(() => _pack.Verified());
        _pack.Files = files => files["keys/lease-1.pub.pem"] = "no key"u8.ToArray();
        Assert.Throws<InvalidDataException>(() => _pack.Verified());
    }

    [Fact]
    public void Passphrase_OfAnotherPack_IsAFlawAndNothingInsideIsClaimed()
    {
        var report = _pack.Verified("another passphrase");
        Assert.Equal(["passphrase keys.json"], Said.Flaws(report));
        Assert.Single(report.Unchecked);
        Assert.DoesNotContain(report.Passed, text => text.Contains("document", StringComparison.Ordinal));
    }

    [Fact]
    public void Passphrase_TypedWithItsAccentApart_IsTheSame() => Said.Nothing(_pack.Verified(SyntheticPack.Passphrase.Normalize(NormalizationForm.FormD)));

    [Theory]
    [InlineData("kdf", "scrypt")]
    [InlineData("cipher", "AES-128-GCM")]
    [InlineData("iterations", 0)]
    [InlineData("iterations", 10_000_001)]
    [InlineData("iterations", "many")]
    [InlineData("salt", "no base64!")]
    [InlineData("nonce", "AAAA")]
    [InlineData("keys", "AAAA")]
    [InlineData("keys", null)]
    public void KeysFile_MadeInAnotherWay_IsNoPack(string field, object? value)
    {
        _pack.KeysFile = keys => keys[field] = value is null ? null : JsonValue.Create(value);
        Assert.Throws<InvalidDataException>(() => _pack.Verified());
    }

    [Fact]
    public void KeysFile_WithoutOneOfItsGroups_HasNoSuchKeys()
    {
        _pack.Keys = keys => keys.Remove("documents");
        Assert.Equal(["document documents/report.pdf.enc"], Said.Flaws(_pack.Verified()));
        _pack.Keys = keys => keys.Remove("recordings");
        Assert.Equal([$"keys {_pack.Recordings[0].Id}"], Said.Flaws(_pack.Verified()));
        _pack.Keys = keys => keys.Remove("entries");
        var report = _pack.Verified();
        Assert.Contains(report.Unchecked, text => text.StartsWith("5 entries were erased", StringComparison.Ordinal));
    }

    [Fact]
    public void Document_ThatIsNotTheOneOfTheExport_IsNamed()
    {
        _pack.Documents["report.pdf"] = Encoding.UTF8.GetBytes("another report");
        Assert.Equal(["document report.pdf"], Said.Flaws(_pack.Verified()));
        _pack.Documents["report.pdf"] = Encoding.UTF8.GetBytes("a report");
        _pack.Manifest = manifest => manifest["documents"]![0]!["sha256"] = SyntheticPack.Hash("another");
        Assert.Equal(["document report.pdf"], Said.Flaws(_pack.Verified()));
    }

    [Fact]
    public void Document_LeftOutOrAdded_IsNamed()
    {
        _pack.Documents.Clear();
        Assert.Equal(["document report.pdf"], Said.Flaws(_pack.Verified()));
        _pack.Documents["report.pdf"] = Encoding.UTF8.GetBytes("a report");
        _pack.Documents["added.pdf"] = [1];
        Assert.Equal(["document added.pdf"], Said.Flaws(_pack.Verified()));
    }

    [Fact]
    public void Document_ShorterThanItsTagOrOfAnotherName_CannotBeOpened()
    {
        foreach (var content in (byte[][])[[], new byte[10], new byte[16]])
        {
            _pack.Files = files => files["documents/report.pdf.enc"] = content;
            Assert.Equal(["document documents/report.pdf.enc"], Said.Flaws(_pack.Verified()));
        }
        _pack.Files = null;
        _pack.Keys = keys => keys["documents"]!["documents/report.pdf.enc"] = Convert.ToBase64String(new byte[7]);
        Assert.Equal(["document documents/report.pdf.enc"], Said.Flaws(_pack.Verified()));
    }

    [Fact]
    public void Zip_WithTwoFilesOfAName_IsNoPack()
    {
        using var bytes = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(bytes, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("manifest.json").Open().Dispose();
            zip.CreateEntry("manifest.json").Open().Dispose();
        }
        Assert.Throws<InvalidDataException>(() => new PackFiles(bytes));
    }
}
