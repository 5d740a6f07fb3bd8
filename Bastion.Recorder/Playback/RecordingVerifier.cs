using Bastion.Recorder.Contracts;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Sealing;
using Google.Protobuf;

namespace Bastion.Recorder.Playback;

/// <summary>
/// Checks a recording from its first byte to its durable end: the chain, every ciphertext, every frame, the seal, the lease behind it,
/// and that the journal knows this head and no other.
/// </summary>
internal sealed class RecordingVerifier(EvidenceStore store, KeyRing ring, IReadOnlyList<VerifyingKey> adminKeys)
{
    /// <summary>Null when neither the disk nor the journal knows of such a recording.</summary>
    public Verification? Verify(Guid id, CancellationToken cancel)
    {
        var (journaled, sealedHead) = Journaled(id);
        if (store.Catalogue.Find(id) is not { } info)
            return journaled ? Flawed("missing", "The journal says that it was opened, and there is no such file.") : null;
        var live = store.Catalogue.FindLive(id);
        var (source, keys) = store.Open(info);
        using var opened = source;
        if (source is null || source.Preamble.RecordingId != id)
            return Flawed("preamble", "The file does not start as this recording.");
        using var signer = ring.Signing.ToVerifyingKey();
        using var scan = new RecordScan(source, keys, signer);
        var found = scan.Run(live?.Readable ?? source.FileLength, cancel);
        var verification = Judge(found, live is null, sealedHead, keys is not null);
        verification.Frames = found.Frames;
        verification.Head = ByteString.CopyFrom(found.Head);
        return verification;
    }

    private Verification Judge(ScannedRecording found, bool mustBeSealed, string? sealedHead, bool keysThere)
    {
        if (found.Flaw is { } flaw)
            return Flawed(flaw.Code, $"At byte {flaw.Offset}: {flaw.Text}.");
        if (mustBeSealed && found.Seal is null)
            return Flawed("seal", "It ends without a seal.");
        if (found.Seal is not null && sealedHead is not null && sealedHead != Convert.ToHexStringLower(found.Head))
            return Flawed("journal", "Its seal is not the one that the journal has.");
        if (!keysThere)
            return new Verification { Intact = true, Code = "keys", Text = "Lengths, order, chain and signatures are intact; its keys are gone, so that nobody can read it." };
        if (found.Opening is not { } opening || !adminKeys.Any(key => key.Verify(opening.Lease, opening.LeaseSignature)))
            return Flawed("lease", "The lease it was opened with is not signed by Admin.");
        return new Verification { Intact = true, Code = "intact", Text = $"{found.Records} records, {found.Frames} frames: lengths, order, chain, ciphertexts, signatures and lease are intact." };
    }

    private (bool Opened, string? SealedHead) Journaled(Guid id)
    {
        var request = new ReadJournalRequest { KindPrefix = "recording.", PersonId = id.ToString(), Limit = 100 };
        var own = new Journal.JournalQuery(store.Journal, request).Run().Where(stored => stored.Service == "recorder").ToList();
        return (own.Exists(s => s.Entry.Kind == "recording.opened"),
            own.Find(s => s.Entry.Kind == "recording.sealed")?.Entry.Facts.GetValueOrDefault("head"));
    }

    private static Verification Flawed(string code, string text) => new() { Intact = false, Code = code, Text = text };
}
