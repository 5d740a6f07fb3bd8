using System.Globalization;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Web.Routing;
using Bastion.Hosting.Theme.Errors;
using Bastion.Recorder.Contracts;
using Grpc.Core;

namespace Bastion.Admin.Web.Recordings;

/// <summary>Comments on moments of a recording.</summary>
internal static class CommentRoutes
{
    private const int MaxComment = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task<IResult> Add(HttpContext context, string id, RecordingShelf shelf, ViewingPass passes, AdminStore store, Acknowledgements acknowledgements, TimeProvider time, string? view)
    {
        var staff = context.Staff();
        if (await shelf.FindAsync(staff, id, context.RequestAborted) is not { } line)
            return new NotFoundPage();
        // Who comments has looked, and said why.
        if (passes.Reason(staff, id, view) is null)
            return context.SeeOther($"/recordings/{id}");
        var form = await FormValues.ReadAsync(context);
        var (text, at) = (form.Text("comment"), RecordingRoutes.Seconds(form.Text("at")));
        if (text.Length is > 0 and <= MaxComment)
        {
            var act = new Act("recording.commented", staff.Actor)
            {
                InterventionId = Guid.TryParse(line.Lease.InterventionId, out var intervention) ? intervention : null,
                DeviceId = Guid.TryParse(line.Lease.Device?.Id, out var device) ? device : null,
                SessionId = Guid.TryParse(line.Lease.SessionId, out var session) ? session : null,
                SubjectId = Guid.Parse(id),
                Reason = text.ReplaceLineEndings(" "),
                Source = staff.Source,
                Facts = new Dictionary<string, string> { ["at"] = at.ToString("0.#", CultureInfo.InvariantCulture) },
            };
            var written = await store.WriteAsync(db => Task.FromResult(Outbox.Write(db, time.GetUtcNow(), act).Id), context.RequestAborted);
            await acknowledgements.WaitAsync(written, context.RequestAborted);
        }
        return context.SeeOther($"/recordings/{id}?view={Uri.EscapeDataString(view!)}&t={at.ToString("0", CultureInfo.InvariantCulture)}");
    }

    /// <summary>Oldest moment first; empty when the journal does not answer.</summary>
    public static async Task<IReadOnlyList<CommentLine>> ListAsync(Recorder.Contracts.Journal.JournalClient journal, string recording, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        var lines = new List<CommentLine>();
        try
        {
            using var call = journal.Read(new ReadJournalRequest { KindPrefix = "recording.commented", PersonId = recording }, cancellationToken: patience.Token);
            await foreach (var stored in call.ResponseStream.ReadAllAsync(patience.Token))
                lines.Add(new CommentLine(stored.Entry.At.ToDateTimeOffset(), stored.Entry.Actor?.Name ?? "", RecordingRoutes.Seconds(stored.Entry.Facts.GetValueOrDefault("at")), stored.Entry.Reason));
        }
        catch (RpcException) when (!cancellation.IsCancellationRequested)
        {
            return [];
        }
        return [.. lines.OrderBy(line => line.Second)];
    }
}
