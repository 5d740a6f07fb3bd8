using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Journal;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Sealing;
using Bastion.Recorder.Storage;
using Bastion.Recorder.Witnessing;
using Microsoft.Win32.SafeHandles;
using NSec.Cryptography;

namespace Bastion.Recorder.Export;

/// <summary>The files of one pack: docs/formats/evidence-pack.md section 2.</summary>
internal sealed class PackWriter(
    EvidenceStore store, KeyRing ring, IReadOnlyList<VerifyingKey> adminKeys, Witnesses witnesses, string origin, DateTimeOffset madeAt)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly PackKeys _keys = new();
    private JsonArray _leaves = [];

    public void Write(Stream target, ExportPackRequest request, ulong exported, CosignedHead head, byte[]? token, CancellationToken cancel)
    {
        using var zip = new PackZip(target);
        zip.Add("verify.html", Page());
        var keys = AddPublicKeys(zip);
        if (token is not null)
            zip.Add("timestamps/1.tst", token);
        var entries = Entries(request.InterventionId, exported, head.Head.Size);
        zip.Add("journal.json", Journal(entries, head));
        var recordings = new JsonArray();
        foreach (var id in entries.Where(entry => entry.Kind == "recording.opened").Select(entry => entry.SubjectId).Distinct())
        {
            cancel.ThrowIfCancellationRequested();
            recordings.Add(AddRecording(zip, Guid.Parse(id), request.IncludeInput));
        }
        var documents = new JsonArray();
        foreach (var document in request.Documents)
        {
            var file = $"documents/{document.Name}.enc";
            zip.Add(file, _keys.Seal(file, document.Content.Span));
            documents.Add(new JsonObject { ["name"] = document.Name, ["file"] = file, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(document.Content.Span)) });
        }
        zip.Add("keys.json", _keys.Encode(request.Passphrase));
        Finish(zip, new JsonObject
        {
            ["format"] = "bastion evidence pack",
            ["version"] = 1,
            ["intervention"] = request.InterventionId,
            ["madeAt"] = madeAt.ToString("O", CultureInfo.InvariantCulture),
            ["origin"] = origin,
            ["exported"] = exported,
            ["keys"] = keys,
            ["recordings"] = recordings,
            ["documents"] = documents,
            ["timestamps"] = token is null ? [] : new JsonArray("timestamps/1.tst"),
        });
    }

    private void Finish(PackZip zip, JsonObject manifest)
    {
        var files = new JsonArray();
        foreach (var file in zip.Files)
            files.Add(new JsonObject { ["name"] = file.Name, ["bytes"] = file.Bytes, ["sha256"] = file.Sha256 });
        manifest["files"] = files;
        var bytes = Encoding.UTF8.GetBytes(manifest.ToJsonString(Readable));
        zip.Add("manifest.json", bytes);
        zip.Add("manifest.sig", Encoding.ASCII.GetBytes(Convert.ToBase64String(ring.Signing.Sign([.. "bastion evidence pack v1\n"u8, .. bytes])) + "\n"));
    }

    private JsonObject AddPublicKeys(PackZip zip)
    {
        zip.Add("keys/recorder.pub.pem", Encoding.ASCII.GetBytes(ring.Signing.PublicKeyPem));
        var leases = new JsonArray();
        for (var i = 0; i < adminKeys.Count; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"keys/lease-{i + 1}.pub.pem");
            zip.Add(name, Encoding.ASCII.GetBytes(adminKeys[i].Pem));
            leases.Add((JsonNode)name);
        }
        var key = ring.Journal.PublicKey.Export(KeyBlobFormat.RawPublicKey);
        return new JsonObject
        {
            ["recorder"] = "keys/recorder.pub.pem",
            ["leases"] = leases,
            ["journal"] = $"{origin}+{Convert.ToHexStringLower(Checkpoint.KeyHash(origin, ring.Journal.PublicKey))}+{Convert.ToBase64String([1, .. key])}",
            ["witnesses"] = new JsonArray([.. witnesses.All.Select(witness => (JsonNode)witness.VerifierKey)]),
        };
    }

    private List<Entry> Entries(string intervention, ulong exported, ulong size)
    {
        var entries = new List<Entry>();
        _leaves = new JsonArray();
        foreach (var index in store.Journal.About(intervention).Where(index => index <= exported && index < size))
        {
            var leaf = store.Journal.Leaf(index);
            _leaves.Add(new JsonObject
            {
                ["index"] = index,
                ["leaf"] = Convert.ToBase64String(leaf),
                ["path"] = new JsonArray([.. store.Journal.InclusionProof(index, size).Select(hash => (JsonNode)Convert.ToBase64String(hash))]),
            });
            if (store.Journal.EntryKey(leaf) is not { } key)
                continue;
            _keys.AddEntry(index, key);
            entries.Add(store.Journal.Read(index).Entry);
        }
        return entries;
    }

    private byte[] Journal(List<Entry> entries, CosignedHead head)
    {
        if (entries.Count == 0)
            throw new StorageException("the journal has nothing of this intervention");
        return Encoding.UTF8.GetBytes(new JsonObject { ["checkpoint"] = head.Note, ["entries"] = _leaves }.ToJsonString(Readable));
    }

    // Missing, erased or damaged: it stands in the manifest all the same, and the reader says what that means.
    private JsonObject AddRecording(PackZip zip, Guid id, bool input)
    {
        var info = store.Catalogue.Find(id);
        SafeFileHandle? handle = null;
        RecordingKeys? keys = null;
        if (info is not null)
        {
            lock (info.Place)
            {
                handle = File.Exists(info.Path) ? store.Disk.OpenToRead(info.Path) : null;
                keys = store.Loader.KeysOf(id, info.Path);
            }
        }
        if (handle is null)
            return new JsonObject { ["id"] = id.ToString(), ["state"] = "missing" };
        var name = $"recordings/{id}.rec";
        using (handle)
        using (var source = new FileStream(handle, FileAccess.Read))
            zip.Add(name, source, RandomAccess.GetLength(handle));
        if (keys is not null)
            _keys.AddRecording(id, keys.Reveal(KeyPurpose.Replay), input ? keys.Reveal(KeyPurpose.Input) : null);
        return new JsonObject { ["id"] = id.ToString(), ["file"] = name, ["state"] = keys is null ? "erased" : "sealed" };
    }

    private static byte[] Page()
    {
        using var page = typeof(PackWriter).Assembly.GetManifestResourceStream("assets/verify.html") ?? throw new InvalidOperationException("verify.html was not built.");
        var bytes = new byte[page.Length];
        page.ReadExactly(bytes);
        return bytes;
    }
}
