using System.Security.Cryptography;
using System.Text;
using Bastion.Hosting;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Storage;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bastion.Recorder.Search;

/// <summary>The contract of search.proto.</summary>
internal sealed class SearchService(EvidenceStore store, SearchFiles files) : Contracts.Search.SearchBase
{
    private const int MinText = 2;
    private const int MaxText = 200;
    private const int MaxLines = 20;
    private const int DefaultLimit = 50;
    private const int MaxLimit = 500;

    public override async Task Find(SearchRequest request, IServerStreamWriter<SearchHit> responseStream, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Admin);
        if (request.Text.Length is < MinText or > MaxText || request.Viewer is not { PersonId.Length: > 0, Name.Length: > 0 } viewer)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"Search for {MinText} to {MaxText} characters, and say who asks."));
        try
        {
            await store.Journal.AppendAsync(Plane.Recorder, [store.Entries.ByPerson("recording.searched", viewer, null, null, request.InterventionId, new() { ["text"] = request.Text })]);
            var wanted = Encoding.UTF8.GetBytes(SearchFiles.Fold(request.Text));
            var left = request.Limit <= 0 ? DefaultLimit : Math.Min(request.Limit, MaxLimit);
            var only = request.Interventions.ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var info in store.Catalogue.All.Where(info => Matches(info, request, only)).OrderByDescending(info => info.OpenedAt))
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                if (Hit(info, wanted, request.FileWentIn) is not { } hit)
                    continue;
                await responseStream.WriteAsync(hit, context.CancellationToken);
                if (--left == 0)
                    break;
            }
        }
        catch (StorageException reason)
        {
            throw StorageStatus.Of(reason);
        }
    }

    private SearchHit? Hit(RecordingInfo info, byte[] wanted, bool fileWentIn)
    {
        List<TranscriptLine>? lines;
        try
        {
            lines = files.Find(info, wanted, MaxLines + 1, fileWentIn);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException or StorageException)
        {
            // Its search file is damaged; the recording is not.
            return null;
        }
        if (lines is not { Count: > 0 })
            return null;
        var hit = new SearchHit
        {
            RecordingId = info.Id.ToString(),
            Lease = info.Opening is null ? ByteString.Empty : ByteString.CopyFrom(info.Opening.Lease),
            OpenedAt = Timestamp.FromDateTimeOffset(info.OpenedAt),
            EndReason = info.End!.Statement.EndReason,
            More = lines.Count > MaxLines,
        };
        hit.Lines.AddRange(lines.Take(MaxLines).Select(line => new SearchLine { MonotonicMicros = line.Micros, Kind = line.Kind, Text = line.Text }));
        return hit;
    }

    private static bool Matches(RecordingInfo info, SearchRequest request, HashSet<string> only) =>
        info is { End: not null, Lease: { } lease }
        && IsAsked(request.DeviceId, lease.Device?.Id)
        && IsAsked(request.VendorId, lease.Technician?.VendorId)
        && IsAsked(request.PersonId, lease.Technician?.Id)
        && IsAsked(request.InterventionId, lease.InterventionId)
        && (only.Count == 0 || only.Contains(lease.InterventionId))
        && (request.From is null || info.OpenedAt >= request.From.ToDateTimeOffset())
        && (request.Until is null || info.OpenedAt < request.Until.ToDateTimeOffset())
        && IsAsked(request.EndReason, info.End!.Statement.EndReason);

    private static bool IsAsked(string asked, string? value) => asked.Length == 0 || string.Equals(asked, value, StringComparison.OrdinalIgnoreCase);
}
