using System.Globalization;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Identity;
using Bastion.Admin.Web.Routing;
using Bastion.Hosting.Theme.Time;
using Bastion.Recorder.Contracts;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bastion.Admin.Web.Search;

/// <summary>Words in what sessions showed, over all recordings that this reader may see.</summary>
internal static class SearchRoutes
{
    private const int MinText = 2;
    private const int MaxText = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<IResult> Show(
        HttpContext context, Recorder.Contracts.Search.SearchClient search, InterventionReader interventions, WallClock clock, TimeProvider time, string? q, string? from, string? until, string? end, string? file)
    {
        var text = (q ?? "").Trim();
        var ends = System.Enum.GetNames<SessionEndReason>();
        var started = time.GetTimestamp();
        var hits = text.Length is < MinText or > MaxText ? [] : await FindAsync(context, search, interventions, new SearchRequest
        {
            Text = text,
            EndReason = ends.Contains(end) ? end : "",
            FileWentIn = file is "in",
            From = Day(from, 0, clock),
            Until = Day(until, 1, clock),
        });
        return context.Page<SearchPage>(new SearchModel(hits, text, from ?? "", until ?? "", end ?? "", file is "in", ends, time.GetElapsedTime(started).TotalMilliseconds));
    }

    private static async Task<IReadOnlyList<SearchHit>?> FindAsync(HttpContext context, Recorder.Contracts.Search.SearchClient search, InterventionReader interventions, SearchRequest request)
    {
        var staff = context.Staff();
        request.Viewer = new Viewer { PersonId = staff.StaffId.ToString(), Name = staff.Name, Role = staff.Role.ToString(), Source = staff.Source };
        if (staff.Role != StaffRole.Auditor)
        {
            var visible = await interventions.ListAsync(staff, new InterventionFilter([], Limit: 5000), context.RequestAborted);
            if (visible.Count == 0)
                return [];
            request.Interventions.AddRange(visible.Select(row => row.Id.ToString()));
        }
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(Patience);
        try
        {
            var hits = new List<SearchHit>();
            using var call = search.Find(request, cancellationToken: patience.Token);
            await foreach (var hit in call.ResponseStream.ReadAllAsync(patience.Token))
                hits.Add(hit);
            return hits;
        }
        catch (RpcException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return null;
        }
    }

    private static Timestamp? Day(string? text, int later, WallClock clock) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Timestamp.FromDateTimeOffset(clock.StartOf(day.AddDays(later))) : null;
}
