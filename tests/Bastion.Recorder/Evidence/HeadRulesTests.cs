using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Bastion.Recorder.Journal;
using Bastion.Verify;
using Bastion.Witness;
using NSec.Cryptography;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>The head of the journal in bastion-verify: C2SP signed notes, witnesses, what a witness shows by itself, RFC 3161 stamps.</summary>
public sealed class HeadRulesTests : IDisposable
{
    // Made with openssl ts over Vectors/head.txt.
    private static readonly DateTimeOffset Stamped = DateTimeOffset.Parse("2026-11-24T05:10:05Z", CultureInfo.InvariantCulture);
    private readonly SyntheticPack _pack = new();

    public void Dispose() => _pack.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("one line\n\n")]
    [InlineData("\n9\n{root}\n\n")]
    [InlineData("origin\n9\n{root}")]
    [InlineData("origin\n-9\n{root}\n\n")]
    [InlineData("origin\n9 \n{root}\n\n")]
    [InlineData("origin\n9\nAAAA\n\n")]
    [InlineData("origin\n9\n{root}AAAA\n\n")]
    [InlineData("origin\n9\n*\n\n")]
    [InlineData("origin\n9\n{root}\nmore\n\n")]
    public void Text_ThatIsNoHead_IsNone(string text) =>
        Assert.Null(SignedNote.Read(text.Replace("{root}", Convert.ToBase64String(new byte[32]), StringComparison.Ordinal)));

    [Fact]
    public void Note_OfALog_IsReadLineByLine()
    {
        var root = SHA256.HashData([7]);
        var note = SignedNote.Read($"origin\n9\n{Convert.ToBase64String(root)}\n\n— a b\n\n— c d\n")!;
        Assert.Equal(("origin", 9UL, $"origin\n9\n{Convert.ToBase64String(root)}\n"), (note.Origin, note.Size, note.Body));
        Assert.Equal(root, note.Root);
        Assert.Equal(["— a b", "— c d"], note.Lines);
        Assert.Equal(64, SignedNote.Read($"o\n9\n{Convert.ToBase64String(root)}\n\n{string.Concat(Enumerable.Repeat("— a b\n", 70))}")!.Lines.Count);
    }

    [Fact]
    public void Log_ThatSigned_IsKnownByNameHashAndSignature()
    {
        _pack.Build();
        var note = SignedNote.Read(_pack.Note)!;
        Assert.True(note.IsSignedBy(_pack.JournalKey));
        Assert.False(note.IsSignedBy("nonsense"));
        Assert.False(note.IsSignedBy("a+b"));
        Assert.False(note.IsSignedBy(_pack.WitnessKey));
        Assert.False(note.IsSignedBy(_pack.JournalKey.Replace(SyntheticPack.Origin, "other", StringComparison.Ordinal)));
        var key = _pack.Journal.PublicKey.Export(KeyBlobFormat.RawPublicKey);
        // The same key as another kind, with more bytes, with the hash of another name.
        Assert.False(note.IsSignedBy(VerifierKey.Format(SyntheticPack.Origin, VerifierKey.Cosigner, key)));
        Assert.False(note.IsSignedBy(VerifierKey.Format(SyntheticPack.Origin, VerifierKey.Log, [.. key, 0])));
        Assert.False(note.IsSignedBy($"{SyntheticPack.Origin}+{_pack.WitnessKey.Split('+')[1]}+{Convert.ToBase64String([1, .. key])}"));
        Assert.False(note.IsSignedBy($"{SyntheticPack.Origin}+{_pack.JournalKey.Split('+')[1]}+{Convert.ToBase64String([1, .. key, 0])}"));
        // A key of another name may sign, and is not the log.
        var body = note.Body;
        var other = VerifierKey.Format("other", VerifierKey.Log, key);
        Assert.False(SignedNote.Read($"{body}\n{SyntheticPack.Line("other", VerifierKey.Log, _pack.Journal, body, null)}")!.IsSignedBy(other));
        using var stranger = Key.Create(SignatureAlgorithm.Ed25519);
        var strangers = VerifierKey.Format(SyntheticPack.Origin, VerifierKey.Log, stranger.PublicKey.Export(KeyBlobFormat.RawPublicKey));
        Assert.False(note.IsSignedBy(strangers));
        // Behind the line of a stranger of the same name.
        Assert.True(SignedNote.Read($"{body}\n{SyntheticPack.Line(SyntheticPack.Origin, VerifierKey.Log, stranger, body, null)}{SyntheticPack.Line(SyntheticPack.Origin, VerifierKey.Log, _pack.Journal, body, null)}")!.IsSignedBy(_pack.JournalKey));
    }

    [Fact]
    public void Line_WhoseSignatureIsChangedOrOfAnotherLength_IsNone()
    {
        _pack.WitnessedAt = null;
        _pack.Build();
        var body = SignedNote.Read(_pack.Note)!.Body;
        var line = _pack.Note.Split('\n')[4];
        var bytes = Convert.FromBase64String(line[(line.LastIndexOf(' ') + 1)..]);
        Assert.True(Signed(line));
        Assert.False(Signed(line[1..]));
        Assert.False(Signed("x" + line[1..]));
        for (var at = 0; at < bytes.Length; at += 5)
            Assert.False(Signed(With(bytes.Select((b, i) => i == at ? (byte)(b ^ 1) : b).ToArray())), $"{at}");
        Assert.False(Signed(With(bytes[..^1])));
        Assert.False(Signed(With([.. bytes, 0])));
        Assert.False(Signed(With(bytes[..4])));
        Assert.False(Signed(With(new byte[300])));
        Assert.False(Signed($"— {SyntheticPack.Origin} no base64!"));

        bool Signed(string text) => SignedNote.Read($"{body}\n{text}\n")!.IsSignedBy(_pack.JournalKey);
        string With(byte[] signature) => $"— {SyntheticPack.Origin} {Convert.ToBase64String(signature)}";
    }

    [Fact]
    public void Witness_ThatSigned_IsKnownWithItsTime()
    {
        _pack.Build();
        var note = SignedNote.Read(_pack.Note)!;
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 10, 1, 1, TimeSpan.Zero), note.CosignedBy(_pack.WitnessKey));
        Assert.Null(note.CosignedBy(_pack.JournalKey));
        Assert.Null(note.CosignedBy("nonsense"));
        foreach (var (seconds, holds) in ((ulong, bool)[])[(0, true), (253_402_300_799, true), (253_402_300_800, false), (ulong.MaxValue, false)])
        {
            var dated = SignedNote.Read($"{note.Body}\n{SyntheticPack.Line(SyntheticPack.WitnessName, VerifierKey.Cosigner, _pack.Witness, note.Body, seconds)}")!;
            Assert.Equal(holds ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : null, dated.CosignedBy(_pack.WitnessKey));
        }
        // The time is signed, and so is the head.
        var line = _pack.Note.Split('\n')[5];
        var bytes = Convert.FromBase64String(line[(line.LastIndexOf(' ') + 1)..]);
        foreach (var at in (int[])[11, 40])
        {
            var changed = bytes.ToArray();
            changed[at] ^= 1;
            Assert.Null(SignedNote.Read($"{note.Body}\n— {SyntheticPack.WitnessName} {Convert.ToBase64String(changed)}\n")!.CosignedBy(_pack.WitnessKey));
        }
        Assert.Null(SignedNote.Read($"{note.Body}\n— {SyntheticPack.WitnessName} {Convert.ToBase64String(bytes[..^1])}\n")!.CosignedBy(_pack.WitnessKey));
        Assert.Null(SignedNote.Read($"{note.Body.Replace("\n13\n", "\n14\n", StringComparison.Ordinal)}\n{line}\n")!.CosignedBy(_pack.WitnessKey));
        // A line of the same witness that is not good does not hide the good one behind it.
        Assert.NotNull(SignedNote.Read($"{note.Body}\n— {SyntheticPack.WitnessName} {Convert.ToBase64String(bytes[..^1])}\n{line}\n")!.CosignedBy(_pack.WitnessKey));
    }

    [Fact]
    public void Head_OfAnotherJournalOrUnsigned_IsAFlaw()
    {
        _pack.Manifest = manifest => manifest["origin"] = "other/journal";
        Assert.Contains("checkpoint journal.json", Said.Flaws(_pack.Verified()));
        Assert.Equal(5, _pack.Verified().Flaws.Count(flaw => flaw.Code == "proof"));
        _pack.Manifest = null;
        _pack.JournalPart = part => part["checkpoint"] = "nothing";
        Assert.Equal("checkpoint journal.json", Said.Flaws(_pack.Verified())[0]);
        _pack.JournalPart = part => part["checkpoint"] = Without(part["checkpoint"]!.GetValue<string>(), 4);
        Assert.Equal(["checkpoint journal.json"], Said.Flaws(_pack.Verified()));
    }

    [Fact]
    public void Witness_ThatDidNotSign_IsAFlawWithItsKeyFromElsewhereAndElseSaid()
    {
        _pack.WitnessedAt = null;
        Assert.Equal(["witness witness.test/w"], Said.Flaws(_pack.Verified()));
        var report = _pack.Verified(trusted: false);
        Said.Nothing(report);
        Assert.Contains("witness witness.test/w did not sign this head", report.Unchecked);
        Assert.Empty(report.Seen);
    }

    [Fact]
    public void Witness_ThatIsNone_IsSaid()
    {
        _pack.WitnessedAt = null;
        var report = _pack.Verified(trust: _pack.Trust with { Witnesses = [] });
        Said.Nothing(report);
        Assert.StartsWith("no witness", Assert.Single(report.Unchecked), StringComparison.Ordinal);
        Assert.DoesNotContain(report.Passed, text => text.Contains("witness", StringComparison.Ordinal));
    }

    [Fact]
    public void Witnessed_HeadOfItsOwn_MustNotContradict()
    {
        _pack.Build();
        var (size, root) = (SignedNote.Read(_pack.Note)!.Size, SignedNote.Read(_pack.Note)!.Root);
        // The pack is built anew each time, and so is its tree: the witnessed head is made for it there.
        Assert.Equal([], Against((s, r) => Head(s, r)));
        Assert.Equal([], Against((s, _) => Head(s + 5, new byte[32])));
        Assert.Equal([], Against((s, _) => Head(s - 5, new byte[32])));
        Assert.Equal(["witness witness.test/w: another history"], Against((s, _) => Head(s, new byte[32])));
        Assert.Equal(["witness witness.test/w: is of another journal"], Against((s, r) => Head(s, r, "other/journal")));
        Assert.Equal(["witness the witness's checkpoint: no witness that is known"], Against((s, r) => Without(Head(s, r), 5)));
        Assert.Equal(["witness the witness's checkpoint: no witness that is known"], Against((_, _) => "nothing"));
        _ = (size, root);

        string[] Against(Func<ulong, byte[], string> witnessed)
        {
            var zip = _pack.Build();
            var head = SignedNote.Read(_pack.Note)!;
            var report = new Report();
            using var files = new PackFiles(new MemoryStream(zip));
            PackVerifier.Verify(files, SyntheticPack.Passphrase, _pack.Trust, [witnessed(head.Size, head.Root)], report);
            Assert.Equal(report.Flaws.Count == 0, report.Passed.Any(text => text.Contains("does not contradict", StringComparison.Ordinal)));
            return [.. report.Flaws.Select(flaw => $"{flaw.Code} {flaw.Culprit}: {Told(flaw.Text)}")];
        }
    }

    [Fact]
    public void Witnessed_HeadBeyondOneThatTheWitnessNeverSaw_IsARollback()
    {
        _pack.WitnessedAt = null;
        var trust = _pack.Trust;
        foreach (var (more, told) in ((int, string)[])[(5, "rolled back"), (0, "never shown to it"), (-5, "never shown to it")])
        {
            var zip = _pack.Build();
            var head = SignedNote.Read(_pack.Note)!;
            var report = new Report();
            using var files = new PackFiles(new MemoryStream(zip));
            PackVerifier.Verify(files, SyntheticPack.Passphrase, trust, [Head((ulong)((long)head.Size + more), head.Root)], report);
            Assert.Equal(2, report.Flaws.Count);
            Assert.All(report.Flaws, flaw => Assert.Equal("witness witness.test/w", $"{flaw.Code} {flaw.Culprit}"));
            Assert.EndsWith(told, report.Flaws[1].Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Stamp_OverTheHead_IsReadAndOfAnythingElseRefused()
    {
        var (token, stamped) = (File.ReadAllBytes(Vector("stamp.tst")), File.ReadAllText(Vector("head.txt")));
        var read = TimestampCheck.Read(token, stamped);
        Assert.Equal((Stamped, "CN=Authority of the tests"), (read!.Value.At, read.Value.Signer.Subject));
        Assert.Null(TimestampCheck.Read(token, stamped + "\n"));
        Assert.Null(TimestampCheck.Read([], stamped));
        Assert.Null(TimestampCheck.Read([1, 2, 3], stamped));
        var changed = token.ToArray();
        changed[^1] ^= 1;
        Assert.Null(TimestampCheck.Read(changed, stamped));
        Assert.True(TimestampCheck.IsTrusted(read.Value.Signer, read.Value.At, [File.ReadAllText(Vector("authority.pem"))]));
        Assert.False(TimestampCheck.IsTrusted(read.Value.Signer, read.Value.At, [File.ReadAllText(Vector("other.pem"))]));
        Assert.True(TimestampCheck.IsTrusted(read.Value.Signer, read.Value.At, [File.ReadAllText(Vector("other.pem")), File.ReadAllText(Vector("authority.pem"))]));
        Assert.False(TimestampCheck.IsTrusted(read.Value.Signer, read.Value.At.AddYears(-5), [File.ReadAllText(Vector("authority.pem"))]));
    }

    [Fact]
    public void Stamp_InAPack_IsCheckedAgainstItsHeadAndTheTrustedAuthorities()
    {
        var body = File.ReadAllText(Vector("head.txt"));
        var (own, other) = (File.ReadAllText(Vector("authority.pem")), File.ReadAllText(Vector("other.pem")));
        Good(Checked(body, [own]));
        Good(Checked(body, []));
        Good(Checked(body, null));
        var (flaws, seen) = Checked(body, [other]);
        Assert.Equal("timestamp timestamps/1.tst", Assert.Single(flaws));
        Assert.Empty(seen);
        Assert.Equal("timestamp timestamps/1.tst", Assert.Single(Checked(body.Replace("\n9\n", "\n8\n", StringComparison.Ordinal), [own]).Flaws));

        void Good((string[] Flaws, DateTimeOffset[] Seen) said)
        {
            Assert.Empty(said.Flaws);
            Assert.Equal(Stamped, Assert.Single(said.Seen));
        }

        (string[] Flaws, DateTimeOffset[] Seen) Checked(string text, string[]? authorities)
        {
            using var bytes = new MemoryStream();
            using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            {
                using var into = zip.CreateEntry("timestamps/1.tst").Open();
                into.Write(File.ReadAllBytes(Vector("stamp.tst")));
            }
            var manifest = new Manifest("", 1, "", "", SyntheticPack.Origin, 0, new("", [], _pack.JournalKey, []), [], [], ["timestamps/1.tst"], []);
            var report = new Report();
            using var files = new PackFiles(bytes);
            var trust = authorities is null ? null : new Trust([], [], [], [], authorities);
            var head = HeadCheck.Run(files, manifest, $"{text}\n{SyntheticPack.Line(SyntheticPack.Origin, VerifierKey.Log, _pack.Journal, text, null)}", trust, [], report);
            Assert.NotNull(head);
            Assert.Equal(report.Flaws.Count == 0, report.Passed.Any(passed => passed.Contains("head stamped", StringComparison.Ordinal)));
            return (Said.Flaws(report), [.. report.Seen]);
        }
    }

    private static string Told(string text) =>
        ((string[])["another history", "is of another journal", "no witness that is known"]).FirstOrDefault(told => text.Contains(told, StringComparison.Ordinal), text);

    private static string Without(string note, int line) => string.Join('\n', note.Split('\n').Where((_, i) => i != line));

    private static string Vector(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Vectors", name);

    private string Head(ulong size, byte[] root, string origin = SyntheticPack.Origin) => _pack.Cosigned(new Checkpoint(origin, size, root).Sign(_pack.Journal), 100);
}
