using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Bastion.Hosting;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Sealing;
using Bastion.Recorder.Storage;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>What somebody who holds every key of Recorder does to a pack; the manifest is signed again after each.</summary>
internal static class Attacks
{
    public static IEnumerable<Attack> On(HonestPack pack)
    {
        using var ring = KeyFiles.Load(new Disk(new LibcCalls()), pack.Recorder.Options.KeyDirectory, createMissing: false, new SettingsErrors())!;
        foreach (var attack in OnRecordings(pack, ring).Concat(OnJournal(pack, ring)).Concat(OnTheRest(pack, ring)))
            yield return attack;
    }

    /// <summary>Without any key: single bits all over the zip, and its tail.</summary>
    public static IEnumerable<Attack> OnBytes(HonestPack pack, int count)
    {
        var random = new Random(20261123);
        for (var i = 0; i < count; i++)
        {
            var bytes = pack.Bytes.ToArray();
            var at = random.Next(bytes.Length);
            bytes[at] ^= (byte)(1 << random.Next(8));
            yield return new Attack($"bit at {at} of the zip", bytes);
        }
        foreach (var cut in (int[])[1, 22, 100, 10_000])
            yield return new Attack($"last {cut} bytes of the zip cut", pack.Bytes[..^cut]);
    }

    private static IEnumerable<Attack> OnRecordings(HonestPack pack, KeyRing ring)
    {
        var honest = new PackSurgery(pack.Bytes);
        var (first, second) = (honest.Files[honest.Recording(0)], honest.Files[honest.Recording(1)]);
        var ends = Ends(first);
        var records = ends.Zip(ends.Skip(1), (from, to) => first[from..to]).ToList();
        for (var n = 0; n < records.Count; n++)
        {
            yield return With($"record {n} flipped", Joined(first, records.Select((r, i) => i == n ? Flipped(r, r.Length / 2) : r)));
            yield return With($"record {n} dropped", Joined(first, records.Where((_, i) => i != n)));
            yield return With($"record {n} repeated", Joined(first, records.SelectMany((r, i) => i == n ? new[] { r, r } : [r])));
            if (n + 1 < records.Count)
                yield return With($"records {n} and {n + 1} swapped", Joined(first, Swapped(records, n)));
            yield return With($"cut behind record {n}", Joined(first, records.Take(n)));
        }
        yield return With("cut inside the seal", first[..^7]);
        yield return With("bytes behind the seal", [.. first, .. records[^2]]);
        yield return With("another recording in its place", second);
        yield return With("preamble of another time", Flipped(first, 33));
        yield return With("made of other keys", Forged(ring, honest, first));

        Attack With(string name, byte[] recording)
        {
            var forged = new PackSurgery(pack.Bytes);
            forged.Files[forged.Recording(0)] = recording;
            return new Attack(name, forged.Resign(ring.Signing).Zip(), "order", "chain", "cipher", "length", "seal", "incomplete", "trailing", "preamble", "journal", "lease", "content", "signature");
        }
    }

    private static IEnumerable<Attack> OnJournal(HonestPack pack, KeyRing ring)
    {
        var count = new PackSurgery(pack.Bytes).Journal["entries"]!.AsArray().Count;
        for (var n = 0; n < count; n++)
        {
            var at = n;
            yield return Entries($"entry {n} left out", entries => entries.RemoveAt(at), "gap");
            yield return Entries($"entry {n} flipped", entries => entries[at]!["leaf"] = Convert.ToBase64String(Flipped(Convert.FromBase64String(entries[at]!["leaf"]!.GetValue<string>()), 60)), "proof");
            yield return Entries($"entry {n} with another number", entries => entries[at]!["index"] = at + 1000, "proof");
        }
        yield return Entries("proofs of two entries swapped", entries => (entries[0]!["path"], entries[3]!["path"]) = (entries[3]!["path"]!.DeepClone(), entries[0]!["path"]!.DeepClone()), "proof");
        yield return new Attack("a head of one entry less, signed", SmallerHead(pack, ring), "proof");
        yield return new Attack("the head without its witness", new PackSurgery(pack.Bytes).Edit("journal.json", journal =>
        {
            var note = journal["checkpoint"]!.GetValue<string>();
            journal["checkpoint"] = note[..(note.TrimEnd('\n').LastIndexOf('\n') + 1)];
        }).Resign(ring.Signing).Zip(), "witness");

        Attack Entries(string name, Action<JsonArray> edit, params string[] codes) =>
            new(name, new PackSurgery(pack.Bytes).Edit("journal.json", journal => edit(journal["entries"]!.AsArray())).Resign(ring.Signing).Zip(), codes);
    }

    private static IEnumerable<Attack> OnTheRest(HonestPack pack, KeyRing ring)
    {
        yield return new Attack("a session deleted", Resigned(forged =>
        {
            forged.Files.Remove(forged.Recording(1));
            forged.Edit("manifest.json", manifest => manifest["recordings"]!.AsArray().RemoveAt(1));
        }), "missing");
        yield return new Attack("a session said to be missing", Resigned(forged =>
        {
            forged.Files.Remove(forged.Recording(1));
            forged.Edit("manifest.json", manifest => (manifest["recordings"]![1]!["state"], manifest["recordings"]![1]!["file"]) = ("missing", null));
        }), "missing");
        yield return new Attack("a document replaced", Resigned(forged => forged.Files["documents/report.pdf.enc"] = Flipped(forged.Files["documents/report.pdf.enc"], 3)), "document");
        yield return new Attack("a document left out", Resigned(forged =>
        {
            forged.Files.Remove("documents/report.pdf.enc");
            forged.Edit("manifest.json", manifest => manifest["documents"]!.AsArray().RemoveAt(1));
        }), "document");
        yield return new Attack("a timestamp of something else", Resigned(forged => forged.Files["timestamps/1.tst"] = Flipped(forged.Files["timestamps/1.tst"], 90)), "timestamp");
        yield return new Attack("keys of another passphrase", Resigned(forged => forged.Files["keys.json"] = Flipped(forged.Files["keys.json"], 200)), "passphrase", "pack");
        yield return new Attack("a file too many", Plain(forged => forged.Files["extra.txt"] = [1]), "file");
        yield return new Attack("a file renamed", Plain(forged => (forged.Files["verify.htm"], _) = (forged.Files["verify.html"], forged.Files.Remove("verify.html"))), "file");
        yield return new Attack("the page replaced", Plain(forged => forged.Files["verify.html"] = "all is well"u8.ToArray()), "file");
        using var own = new SigningKey(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var swapped = new PackSurgery(pack.Bytes);
        swapped.Files["keys/recorder.pub.pem"] = Encoding.ASCII.GetBytes(own.PublicKeyPem);
        yield return new Attack("Recorder's key swapped for the attacker's", swapped.Resign(own).Zip(), "key");
        var lease = new PackSurgery(pack.Bytes);
        lease.Files["keys/lease-1.pub.pem"] = Encoding.ASCII.GetBytes(own.PublicKeyPem);
        yield return new Attack("Admin's key swapped for the attacker's", lease.Resign(ring.Signing).Zip(), "key");
        yield return new Attack("the journal's key swapped", new PackSurgery(pack.Bytes).Edit("manifest.json", manifest => manifest["keys"]!["journal"] = OtherJournalKey(manifest)).Resign(ring.Signing).Zip(), "key");

        byte[] Resigned(Action<PackSurgery> edit)
        {
            var forged = new PackSurgery(pack.Bytes);
            edit(forged);
            return forged.Resign(ring.Signing).Zip();
        }

        byte[] Plain(Action<PackSurgery> edit)
        {
            var forged = new PackSurgery(pack.Bytes);
            edit(forged);
            return forged.Zip();
        }
    }

    // The same frames under the same keys, written by the attacker with the stolen signing key: only the journal knows better.
    private static byte[] Forged(KeyRing ring, PackSurgery honest, byte[] first)
    {
        _ = honest;
        Assert.True(Preamble.TryRead(first, out var preamble));
        using var writer = new RecordWriter(preamble, RecordingKeys.Create());
        var bytes = new List<byte>();
        foreach (var record in new[] { writer.Open(new Opening([1], new byte[64], "x", [2], new byte[64], "x", "x", "x")), writer.Append(TestSession.Batch(1, TestSession.Output("nothing to see"))), writer.Seal("TechnicianClosed", "", 0, ring.Signing) })
        {
            bytes.AddRange(record.Bytes.Span);
            record.Return();
        }
        return [.. bytes];
    }

    private static byte[] SmallerHead(HonestPack pack, KeyRing ring) => new PackSurgery(pack.Bytes).Edit("journal.json", journal =>
    {
        var lines = journal["checkpoint"]!.GetValue<string>().Split('\n');
        var head = new Recorder.Journal.Checkpoint(lines[0], ulong.Parse(lines[1], System.Globalization.CultureInfo.InvariantCulture) - 1, Convert.FromBase64String(lines[2]));
        journal["checkpoint"] = head.Sign(ring.Journal);
    }).Resign(ring.Signing).Zip();

    private static string OtherJournalKey(JsonObject manifest)
    {
        using var key = NSec.Cryptography.Key.Create(NSec.Cryptography.SignatureAlgorithm.Ed25519);
        return Witness.VerifierKey.Format(manifest["origin"]!.GetValue<string>(), Witness.VerifierKey.Log, key.PublicKey.Export(NSec.Cryptography.KeyBlobFormat.RawPublicKey));
    }

    // Where each record starts, and where the last ends.
    private static List<int> Ends(byte[] recording)
    {
        var ends = new List<int> { Preamble.Size };
        while (ends[^1] < recording.Length)
        {
            Assert.True(RecordHeader.TryRead(recording.AsSpan(ends[^1]), out var header));
            ends.Add(ends[^1] + header.Total);
        }
        return ends;
    }

    private static byte[] Joined(byte[] recording, IEnumerable<byte[]> records) => [.. recording.AsSpan(0, Preamble.Size), .. records.SelectMany(record => record)];

    private static IEnumerable<byte[]> Swapped(List<byte[]> records, int n) => records.Select((record, i) => i == n ? records[n + 1] : i == n + 1 ? records[n] : record);

    private static byte[] Flipped(byte[] bytes, int at)
    {
        var flipped = bytes.ToArray();
        flipped[at] ^= 0x10;
        return flipped;
    }
}
