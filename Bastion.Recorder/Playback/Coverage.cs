using System.Globalization;
using System.Text;
using Bastion.Hosting;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Sealing;
using Google.Protobuf;

namespace Bastion.Recorder.Playback;

/// <summary>States for a span of time: sessions that were active = sessions recorded = recordings that verify, and names every hole.</summary>
internal sealed class Coverage(EvidenceStore store, RecordingVerifier verifier, KeyRing ring)
{
    private const int MaxHoles = 200;

    public async Task<CoverageStatement> StateAsync(CoverageRequest request, CancellationToken cancel)
    {
        var (from, until) = (request.From.ToDateTimeOffset(), request.Until.ToDateTimeOffset());
        var recordings = store.Catalogue.All.Where(info => info.OpenedAt >= from && info.OpenedAt < until && store.Catalogue.FindLive(info.Id) is null).OrderBy(info => info.OpenedAt).ToList();
        var holes = new List<string>();
        var recorded = store.Catalogue.All.Select(info => info.Lease?.SessionId).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        holes.AddRange(request.Sessions.Where(session => !recorded.Contains(session)).Select(session => $"session {session}: no recording"));
        var verified = 0;
        foreach (var info in recordings)
        {
            if (info.End is null)
                holes.Add($"recording {info.Id}: not sealed");
            else if (await Task.Run(() => verifier.Verify(info.Id, cancel), cancel) is { Intact: true })
                verified++;
            else
                holes.Add($"recording {info.Id}: does not verify");
        }
        var statement = Text(request, recordings.Count, verified, holes);
        await store.Journal.AppendAsync(Plane.Recorder, [store.Entries.Storage("coverage.stated", new()
        {
            ["from"] = from.ToString("O", CultureInfo.InvariantCulture),
            ["until"] = until.ToString("O", CultureInfo.InvariantCulture),
            ["sessions"] = request.Sessions.Count.ToString(CultureInfo.InvariantCulture),
            ["recorded"] = recordings.Count.ToString(CultureInfo.InvariantCulture),
            ["verified"] = verified.ToString(CultureInfo.InvariantCulture),
            ["holes"] = string.Join("; ", holes.Take(MaxHoles)),
        })]);
        var reply = new CoverageStatement
        {
            Statement = statement,
            Signature = ByteString.CopyFrom(ring.Signing.Sign(Encoding.UTF8.GetBytes("bastion coverage v1\n" + statement))),
            KeyId = ring.Signing.Id,
            Sessions = request.Sessions.Count,
            Recorded = recordings.Count,
            Verified = verified,
        };
        reply.Holes.AddRange(holes.Take(MaxHoles));
        return reply;
    }

    private static string Text(CoverageRequest request, int recorded, int verified, List<string> holes)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"from {request.From.ToDateTimeOffset():O}\nuntil {request.Until.ToDateTimeOffset():O}\n");
        text.Append(CultureInfo.InvariantCulture, $"sessions {request.Sessions.Count}\nrecorded {recorded}\nverified {verified}\n");
        foreach (var hole in holes)
            text.Append("hole ").Append(hole).Append('\n');
        return text.ToString();
    }
}
