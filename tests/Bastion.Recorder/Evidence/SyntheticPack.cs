using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Bastion.Hosting;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Journal;
using Bastion.Recorder.Sealing;
using Bastion.Verify;
using Bastion.Witness;
using Google.Protobuf.WellKnownTypes;
using NSec.Cryptography;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>
/// A whole pack made in a few milliseconds by somebody who holds every key, so that each thing in it can be wrong by itself. As it comes it is honest:
/// one session, its recording, one document, a witness.
/// </summary>
internal sealed class SyntheticPack : IDisposable
{
    public const string Origin = "recorder.test/journal";
    public const string Passphrase = "corréct horse";
    public const string WitnessName = "witness.test/w";
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly byte[] PeriodKey = SHA256.HashData([1]);
    private readonly Dictionary<string, byte[]> _files = [];
    private readonly JsonObject _documentKeys = [];

    public SyntheticPack()
    {
        Recordings.Add(Recording());
        var one = Recordings[0];
        Entries =
        [
            new("intervention.requested"),
            new("recording.opened", one.Session, one.Id.ToString()) { Service = Plane.Recorder, StoredAt = 1 },
            new("session.activated", one.Session) { Service = Plane.Gateway, StoredAt = 2 },
            Sealed(one, 3),
            new("evidence.exported") { Service = Plane.Recorder, StoredAt = 60, Facts = { ["document.report.pdf"] = Hash("a report") } },
        ];
        Documents["report.pdf"] = Encoding.UTF8.GetBytes("a report");
    }

    public ECDsa Recorder { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ECDsa Lease { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public Key Journal { get; } = Key.Create(SignatureAlgorithm.Ed25519);

    public Key Witness { get; } = Key.Create(SignatureAlgorithm.Ed25519);

    public string Intervention { get; } = Guid.NewGuid().ToString();

    public List<SyntheticEntry> Entries { get; }

    public List<SyntheticRecording> Recordings { get; } = [];

    public Dictionary<string, byte[]> Documents { get; } = [];

    /// <summary>When the witness signed, in seconds after the pack's first moment; null: it did not.</summary>
    public double? WitnessedAt { get; set; } = 61;

    /// <summary>Called with the files before the manifest is made and signed.</summary>
    public Action<Dictionary<string, byte[]>>? Files { get; set; }

    /// <summary>Called with the files when all is done.</summary>
    public Action<Dictionary<string, byte[]>>? Afterwards { get; set; }

    public Action<JsonObject>? Manifest { get; set; }

    public Action<JsonObject>? JournalPart { get; set; }

    /// <summary>What keys.json holds, before it is encrypted.</summary>
    public Action<JsonObject>? Keys { get; set; }

    /// <summary>keys.json itself.</summary>
    public Action<JsonObject>? KeysFile { get; set; }

    /// <summary>The head's note, signed by the journal and the witness.</summary>
    public string Note { get; private set; } = "";

    public string JournalKey => VerifierKey.Format(Origin, VerifierKey.Log, Journal.PublicKey.Export(KeyBlobFormat.RawPublicKey));

    public string WitnessKey => VerifierKey.Format(WitnessName, VerifierKey.Cosigner, Witness.PublicKey.Export(KeyBlobFormat.RawPublicKey));

    public Trust Trust => new([Trust.FingerprintOf(Recorder)], [Trust.FingerprintOf(Lease)], [JournalKey], [WitnessKey], []);

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public SyntheticRecording Recording(Action<RecordForge>? write = null)
    {
        var recording = new SyntheticRecording();
        var forge = new RecordForge(recording.Id, recording.Keys, Recorder).Open(Lease);
        if (write is null)
            forge.Batch(input: "ls\r", parts: [RecordForge.Frame(1, "$ "), [3, .. RecordForge.U32(0), .. RecordForge.U32(0), .. RecordForge.U32(3)]]).Seal();
        else
            write(forge);
        (recording.Bytes, recording.Head) = (forge.Bytes, forge.Head);
        return recording;
    }

    public static SyntheticEntry Sealed(SyntheticRecording recording, double storedAt, string reason = "TechnicianClosed") =>
        new("recording.sealed", recording.Session, recording.Id.ToString()) { Service = Plane.Recorder, StoredAt = storedAt, Facts = { ["head"] = Convert.ToHexStringLower(recording.Head), ["reason"] = reason } };

    /// <summary>A witness's or the journal's line under a note.</summary>
    public static string Line(string name, byte type, Key key, string body, ulong? seconds)
    {
        var at = seconds is null ? [] : RecordForge.U64(seconds.Value);
        var text = seconds is null ? body : string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n{body}");
        var hash = VerifierKey.HashOf(name, type, key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
        return $"— {name} {Convert.ToBase64String([.. hash, .. at, .. SignatureAlgorithm.Ed25519.Sign(key, Encoding.UTF8.GetBytes(text))])}\n";
    }

    public string Cosigned(string note, double at) =>
        note + Line(WitnessName, VerifierKey.Cosigner, Witness, note[..(note.IndexOf("\n\n", StringComparison.Ordinal) + 1)], (ulong)(Start.ToUnixTimeSeconds() + at));

    public byte[] Build()
    {
        _files.Clear();
        _files["keys/recorder.pub.pem"] = Encoding.ASCII.GetBytes(Recorder.ExportSubjectPublicKeyInfoPem());
        _files["keys/lease-1.pub.pem"] = Encoding.ASCII.GetBytes(Lease.ExportSubjectPublicKeyInfoPem());
        var entryKeys = AddJournal();
        var recordingKeys = new JsonObject();
        foreach (var recording in Recordings)
        {
            _files[$"recordings/{recording.Id}.rec"] = recording.Bytes;
            if (recording.State != "sealed")
                continue;
            var keys = new JsonObject { ["replay"] = Convert.ToBase64String(recording.Keys.Reveal(KeyPurpose.Replay)) };
            if (recording.InputKey)
                keys["input"] = Convert.ToBase64String(recording.Keys.Reveal(KeyPurpose.Input));
            recordingKeys[recording.Id.ToString()] = keys;
        }
        foreach (var (name, content) in Documents)
            _files[$"documents/{name}.enc"] = Encrypted(name, content);
        AddKeys(new JsonObject { ["recordings"] = recordingKeys, ["entries"] = entryKeys, ["documents"] = _documentKeys.DeepClone() });
        Files?.Invoke(_files);
        AddManifest();
        Afterwards?.Invoke(_files);
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in _files)
            {
                using var into = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                into.Write(content);
            }
        }
        return bytes.ToArray();
    }

    /// <summary>What bastion-verify says of it.</summary>
    public Report Verified(string? passphrase = Passphrase, bool trusted = true, IReadOnlyList<string>? witnessed = null, string? extract = null, Trust? trust = null)
    {
        var report = new Report();
        using var files = new PackFiles(new MemoryStream(Build()));
        PackVerifier.Verify(files, passphrase, trust ?? (trusted ? Trust : null), witnessed ?? [], report, extract);
        return report;
    }

    public void Dispose()
    {
        Recorder.Dispose();
        Lease.Dispose();
        Journal.Dispose();
        Witness.Dispose();
    }

    // Between the entries of the intervention stand leaves of others.
    private JsonObject AddJournal()
    {
        var tree = new MerkleTree();
        var (leaves, keys) = (new List<byte[]>(), new JsonObject());
        ulong previous = 0;
        foreach (var entry in Entries)
        {
            tree.Append(MerkleTree.LeafHash(RandomNumberGenerator.GetBytes(100)));
            entry.Index = tree.Size;
            var leaf = LeafFormat.Write(entry.Index, entry.Service, Start.AddSeconds(entry.StoredAt), 202611, PeriodKey, entry.Previous ?? previous, Message(entry));
            leaves.Add(leaf);
            tree.Append(MerkleTree.LeafHash(leaf));
            previous = entry.Index + 1;
            if (!entry.Erased)
                keys[entry.Index.ToString(CultureInfo.InvariantCulture)] = Convert.ToBase64String(LeafFormat.EntryKey(PeriodKey, leaf));
        }
        for (var i = 0; i < 3; i++)
            tree.Append(MerkleTree.LeafHash(RandomNumberGenerator.GetBytes(100)));
        Note = new Checkpoint(Origin, tree.Size, tree.Root(tree.Size)).Sign(Journal);
        if (WitnessedAt is { } at)
            Note = Cosigned(Note, at);
        var part = new JsonObject
        {
            ["checkpoint"] = Note,
            ["entries"] = new JsonArray([.. Entries.Zip(leaves, (entry, leaf) => (JsonNode)new JsonObject
            {
                ["index"] = entry.Index,
                ["leaf"] = Convert.ToBase64String(leaf),
                ["path"] = new JsonArray([.. tree.InclusionProof(entry.Index, tree.Size).Select(hash => (JsonNode)Convert.ToBase64String(hash))]),
            })]),
        };
        JournalPart?.Invoke(part);
        _files["journal.json"] = Encoding.UTF8.GetBytes(part.ToJsonString());
        return keys;
    }

    private Entry Message(SyntheticEntry entry)
    {
        var message = new Entry
        {
            Id = Guid.NewGuid().ToString(),
            Kind = entry.Kind,
            At = Timestamp.FromDateTimeOffset(Start),
            Actor = new Actor { Name = "Claire Aubanel" },
            InterventionId = entry.Intervention ?? Intervention,
            SessionId = entry.Session,
            SubjectId = entry.Subject,
            Reason = "a reason",
        };
        message.Facts.Add(entry.Facts);
        return message;
    }

    private byte[] Encrypted(string name, byte[] content)
    {
        var (key, file) = (RandomNumberGenerator.GetBytes(32), $"documents/{name}.enc");
        _documentKeys[file] = Convert.ToBase64String(key);
        var encrypted = new byte[content.Length + 16];
        using var cipher = new AesGcm(key, 16);
        cipher.Encrypt(new byte[12], content, encrypted.AsSpan(0, content.Length), encrypted.AsSpan(content.Length), Encoding.UTF8.GetBytes(file));
        return encrypted;
    }

    private void AddKeys(JsonObject keys)
    {
        Keys?.Invoke(keys);
        var (salt, nonce) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(12));
        // Once round: it is the format that is tested here, and there are hundreds of packs.
        var key = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(Passphrase.Normalize()), salt, 1, HashAlgorithmName.SHA256, 32);
        var plain = Encoding.UTF8.GetBytes(keys.ToJsonString());
        var encrypted = new byte[plain.Length + 16];
        using var cipher = new AesGcm(key, 16);
        cipher.Encrypt(nonce, plain, encrypted.AsSpan(0, plain.Length), encrypted.AsSpan(plain.Length), "bastion evidence pack v1 keys\n"u8);
        var file = new JsonObject
        {
            ["kdf"] = "PBKDF2-HMAC-SHA-256",
            ["iterations"] = 1,
            ["salt"] = Convert.ToBase64String(salt),
            ["cipher"] = "AES-256-GCM",
            ["nonce"] = Convert.ToBase64String(nonce),
            ["keys"] = Convert.ToBase64String(encrypted),
        };
        KeysFile?.Invoke(file);
        _files["keys.json"] = Encoding.UTF8.GetBytes(file.ToJsonString());
    }

    private void AddManifest()
    {
        var manifest = new JsonObject
        {
            ["format"] = "bastion evidence pack",
            ["version"] = 1,
            ["intervention"] = Intervention,
            ["madeAt"] = "2026-11-24T10:01:01Z",
            ["origin"] = Origin,
            ["exported"] = Entries.Count > 0 ? Entries[^1].Index : 0,
            ["keys"] = new JsonObject
            {
                ["recorder"] = "keys/recorder.pub.pem",
                ["leases"] = new JsonArray("keys/lease-1.pub.pem"),
                ["journal"] = JournalKey,
                ["witnesses"] = new JsonArray(WitnessKey),
            },
            ["recordings"] = new JsonArray([.. Recordings.Where(one => one.InManifest).Select(one => (JsonNode)new JsonObject
            {
                ["id"] = one.IdInManifest ?? one.Id.ToString(),
                ["state"] = one.State,
                ["file"] = one.FileInManifest ? $"recordings/{one.Id}.rec" : null,
            })]),
            ["documents"] = new JsonArray([.. Documents.Select(one => (JsonNode)new JsonObject
            {
                ["name"] = one.Key,
                ["file"] = $"documents/{one.Key}.enc",
                ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(one.Value)),
            })]),
            ["timestamps"] = new JsonArray(),
            ["files"] = new JsonArray([.. _files.Select(file => (JsonNode)new JsonObject
            {
                ["name"] = file.Key,
                ["bytes"] = file.Value.Length,
                ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(file.Value)),
            })]),
        };
        Manifest?.Invoke(manifest);
        var bytes = Encoding.UTF8.GetBytes(manifest.ToJsonString());
        _files["manifest.json"] = bytes;
        _files["manifest.sig"] = Encoding.ASCII.GetBytes(Convert.ToBase64String(
            Recorder.SignData([.. "bastion evidence pack v1\n"u8, .. bytes], HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)) + "\n");
    }
}
