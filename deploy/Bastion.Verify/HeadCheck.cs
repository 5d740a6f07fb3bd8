using System.Globalization;

namespace Bastion.Verify;

/// <summary>The signed head of the journal: who signed it, which witnesses did, which authority stamped it.</summary>
internal static class HeadCheck
{
    /// <summary>The head; null when there is none to lead proofs to.</summary>
    public static SignedNote? Run(PackFiles pack, Manifest manifest, string checkpoint, Trust? trust, IReadOnlyList<string> witnessed, Report report)
    {
        if (SignedNote.Read(checkpoint) is not { } head || head.Origin != manifest.Origin)
        {
            report.Flaw("checkpoint", "journal.json", "it holds no head of this journal");
            return null;
        }
        if (head.IsSignedBy(manifest.Keys.Journal))
            report.Pass(string.Create(CultureInfo.InvariantCulture, $"head of the journal, {head.Size} entries, signed"));
        else
            report.Flaw("checkpoint", "journal.json", "the head is not signed with the journal's key");
        CheckWitnesses(head, manifest, trust, witnessed, report);
        foreach (var file in manifest.Timestamps)
            CheckTimestamp(pack, file, head, trust, report);
        return head;
    }

    // With keys from elsewhere those count, and each must have signed; else what the pack says of its witnesses is checked for what it is.
    private static void CheckWitnesses(SignedNote head, Manifest manifest, Trust? trust, IReadOnlyList<string> witnessed, Report report)
    {
        var keys = trust?.Witnesses ?? manifest.Keys.Witnesses;
        foreach (var key in keys)
        {
            var name = key.Split('+')[0];
            if (head.CosignedBy(key) is { } at)
            {
                report.Seen.Add(at);
                report.Pass($"head signed by witness {name} at {at:u}");
            }
            else if (trust is not null)
                report.Flaw("witness", name, "the head is not signed by this witness: rolled back, forked or rewritten, or made while it did not answer");
            else
                report.NotChecked($"witness {name} did not sign this head");
        }
        if (keys.Length == 0)
            report.NotChecked("no witness: that the journal was not rewritten as a whole rests on Recorder's key alone");
        foreach (var text in witnessed)
            CompareWitnessed(head, text, keys, report);
    }

    private static void CompareWitnessed(SignedNote head, string text, string[] keys, Report report)
    {
        if (SignedNote.Read(text) is not { } seen || keys.FirstOrDefault(key => seen.CosignedBy(key) is not null) is not { } by)
        {
            report.Flaw("witness", "the witness's checkpoint", "no witness that is known here signed it");
            return;
        }
        var name = by.Split('+')[0];
        if (seen.Origin != head.Origin)
            report.Flaw("witness", name, "its checkpoint is of another journal");
        else if (seen.Size == head.Size && !seen.Root.AsSpan().SequenceEqual(head.Root))
            report.Flaw("witness", name, $"it has seen another history of {seen.Size} entries: the journal was forked");
        else if (head.CosignedBy(by) is null)
            report.Flaw("witness", name, seen.Size > head.Size ? $"it has seen {seen.Size} entries, the pack's head has {head.Size} and was never shown to it: rolled back" : "the pack's head was never shown to it");
        else
            report.Pass($"the last head of witness {name} ({seen.Size} entries) does not contradict");
    }

    private static void CheckTimestamp(PackFiles pack, string file, SignedNote head, Trust? trust, Report report)
    {
        if (TimestampCheck.Read(pack.Whole(file), head.Body) is not { } stamp)
            report.Flaw("timestamp", file, "it does not stamp this head");
        else if (trust is { TimestampAuthorities.Length: > 0 } && !TimestampCheck.IsTrusted(stamp.Signer, stamp.At, trust.TimestampAuthorities))
            report.Flaw("timestamp", file, $"{stamp.Signer.Subject} is not an authority that you trust");
        else
        {
            report.Seen.Add(stamp.At);
            report.Pass($"head stamped at {stamp.At:u} by {stamp.Signer.Subject}");
        }
    }
}
