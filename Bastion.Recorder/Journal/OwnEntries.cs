using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bastion.Admin.Contracts;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Recordings;
using Google.Protobuf.WellKnownTypes;

namespace Bastion.Recorder.Journal;

/// <summary>
/// The entries that Recorder writes about its own acts. Those about a recording have an id made from it, so that a recovery that
/// says them again says them once.
/// </summary>
internal sealed class OwnEntries(TimeProvider time)
{
    public static Entry Opened(RecordingInfo info, Opening opening, Lease lease) => About("recording.opened", Exact(info.OpenedAt.ToUnixMicros()), info.Id, lease, Derived(info.Id, "opened"), new()
    {
        ["client"] = opening.Client,
        ["gateway"] = opening.GatewayId,
        ["ceiling"] = lease.CeilingBytes.ToString(CultureInfo.InvariantCulture),
    });

    public static Entry Sealed(Guid recording, Lease lease, SealStatement seal, ReadOnlySpan<byte> head, long bytes) => About("recording.sealed", Exact(seal.SealedAtMicros), recording, lease, Derived(recording, "sealed"), new()
    {
        ["reason"] = seal.EndReason,
        ["head"] = Convert.ToHexStringLower(head),
        ["frames"] = seal.Frames.ToString(CultureInfo.InvariantCulture),
        ["batches"] = seal.LastSequence.ToString(CultureInfo.InvariantCulture),
        ["bytes"] = bytes.ToString(CultureInfo.InvariantCulture),
        ["recovered"] = seal.Recovered ? "true" : "false",
    });

    public Entry Viewed(Guid recording, Lease? lease, Viewer viewer, bool input, string export)
    {
        var entry = About(viewer.Live ? "session.watched" : "recording.viewed", time.GetUtcNow(), recording, lease, Guid.CreateVersion7(time.GetUtcNow()), new()
        {
            ["input"] = input ? "true" : "false",
        });
        if (export.Length > 0)
            entry.Facts["export"] = export;
        Name(entry, viewer);
        return entry;
    }

    private static void Name(Entry entry, Viewer viewer)
    {
        entry.Actor = new Actor { Type = "staff", Id = viewer.PersonId, Name = viewer.Name, Role = viewer.Role };
        entry.Reason = viewer.Reason;
        entry.Source = viewer.Source;
    }

    public Entry Exported(ExportPackRequest request)
    {
        var entry = About("evidence.exported", time.GetUtcNow(), null, null, Guid.CreateVersion7(time.GetUtcNow()), new()
        {
            ["input"] = request.IncludeInput ? "true" : "false",
        });
        foreach (var document in request.Documents)
            entry.Facts["document." + document.Name] = Convert.ToHexStringLower(SHA256.HashData(document.Content.Span));
        entry.InterventionId = request.InterventionId;
        Name(entry, request.Viewer);
        return entry;
    }

    /// <summary>An act of a person on evidence that Recorder does.</summary>
    public Entry ByPerson(string kind, Viewer viewer, Guid? recording, Lease? lease, string interventionId, Dictionary<string, string> facts)
    {
        var entry = About(kind, time.GetUtcNow(), recording, lease, Guid.CreateVersion7(time.GetUtcNow()), facts);
        if (interventionId.Length > 0)
            entry.InterventionId = interventionId;
        Name(entry, viewer);
        return entry;
    }

    /// <summary>What Recorder does of itself with a recording, once.</summary>
    public Entry OfRecording(string kind, RecordingInfo info, Dictionary<string, string> facts) =>
        About(kind, time.GetUtcNow(), info.Id, info.Lease, Derived(info.Id, kind), facts);

    /// <summary>kind storage.recovered or storage.damaged: what a start found.</summary>
    public Entry Storage(string kind, Dictionary<string, string> facts) => About(kind, time.GetUtcNow(), null, null, Guid.CreateVersion7(time.GetUtcNow()), facts);

    // The same moment whenever the entry is said: its recording's own.
    private static DateTimeOffset Exact(long micros) => UnixMicros.FromUnixMicros(micros);

    private static Entry About(string kind, DateTimeOffset at, Guid? recording, Lease? lease, Guid id, Dictionary<string, string> facts)
    {
        var entry = new Entry
        {
            Id = id.ToString(),
            Kind = kind,
            At = Timestamp.FromDateTimeOffset(at),
            Actor = new Actor { Type = "system", Id = "recorder", Name = "Recorder" },
            SubjectId = recording?.ToString() ?? "",
            InterventionId = lease?.InterventionId ?? "",
            DeviceId = lease?.Device?.Id ?? "",
            SessionId = lease?.SessionId ?? "",
        };
        entry.Facts.Add(facts);
        return entry;
    }

    // RFC 9562 section 5.8: a UUID of our own making, version 8.
    private static Guid Derived(Guid recording, string act)
    {
        var bytes = SHA256.HashData([.. "bastion entry "u8, .. Encoding.ASCII.GetBytes(act), .. recording.ToByteArray(bigEndian: true)]).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
