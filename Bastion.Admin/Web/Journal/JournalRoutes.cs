using System.Globalization;
using Bastion.Admin.Web.Routing;
using Bastion.Admin.Web.Shell;
using Bastion.Hosting.Theme.Time;
using Bastion.Recorder.Contracts;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bastion.Admin.Web.Journal;

/// <summary>The journal as Recorder keeps it, newest first.</summary>
internal static class JournalRoutes
{
    private const int PageSize = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<IResult> Show(
        HttpContext context, Recorder.Contracts.Journal.JournalClient journal, RecorderPulse pulse, WallClock clock,
        string? kind, string? q, string? from, string? until, string? intervention, ulong? before)
    {
        var filter = new JournalFilter(kind ?? "", (q ?? "").Trim(), from ?? "", until ?? "", Guid.TryParse(intervention, out var id) ? id.ToString() : "");
        var request = new ReadJournalRequest { NewestFirst = true, Limit = PageSize + 1, KindPrefix = filter.Kind, Text = filter.Text, InterventionId = filter.Intervention, FromIndex = before ?? 0 };
        if (Day(filter.From, 0, clock) is { } first)
            request.From = Timestamp.FromDateTimeOffset(first);
        if (Day(filter.Until, 1, clock) is { } last)
            request.Until = Timestamp.FromDateTimeOffset(last);

        var entries = await ReadAsync(journal, request, context.RequestAborted);
        ulong? older = entries?.Count > PageSize ? entries[PageSize].Index : null;
        return context.Page<JournalPage>(new JournalModel(entries?.Take(PageSize).ToList(), await pulse.ReadAsync(), filter, older));
    }

    private static async Task<List<StoredEntry>?> ReadAsync(Recorder.Contracts.Journal.JournalClient journal, ReadJournalRequest request, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            var entries = new List<StoredEntry>();
            using var call = journal.Read(request, cancellationToken: patience.Token);
            await foreach (var entry in call.ResponseStream.ReadAllAsync(patience.Token))
                entries.Add(entry);
            return entries;
        }
        catch (RpcException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static DateTimeOffset? Day(string text, int later, WallClock clock) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? clock.StartOf(day.AddDays(later)) : null;
}
