using Bastion.Admin.Web.Routing;
using Bastion.Hosting.Theme.Security;
using Bastion.Recorder.Contracts;
using Grpc.Core;

namespace Bastion.Admin.Web.Recordings.Pages;

/// <summary>Evidence of web sessions: the timeline, a page as it was received, the exchanges as a HAR or WARC file.</summary>
internal static class WebRoutes
{
    public static async Task<IResult> ShowAsync(HttpContext context, RecordingLine line, string reason, string pass, Verification? check, Evidence.EvidenceClient evidence)
    {
        var timeline = await ReadAsync(context, line, reason, evidence, _ => false);
        return context.Page<WebReplayPage>(new WebReplayModel(line, reason, pass, check, timeline, context.Request.Query["all"] == "1"));
    }

    /// <summary>The page that came, alone: an origin of its own, no script, no network, whatever is in it.</summary>
    public static async Task<IResult> Page(HttpContext context, string id, uint channel, RecordingShelf shelf, ViewingPass passes, Evidence.EvidenceClient evidence, string? view)
    {
        if (await shelf.FindAsync(context.Staff(), id, context.RequestAborted) is not { } line || line.Lease.Endpoint.Protocol != "https")
            return new NotFoundPage();
        if (passes.Reason(context.Staff(), id, view) is not { } reason)
            return context.SeeOther($"/recordings/{id}");
        var timeline = await ReadAsync(context, line, reason, evidence, one => one.Channel == channel);
        if (timeline.Exchanges.Find(one => one.Channel == channel && one.Kind == "request") is not { Body: { } body } exchange || RecordedPage.Of(exchange, body.ToArray()) is not var (type, bytes))
            return new NotFoundPage();
        PagePolicy.Of(context).Seal();
        return Results.Bytes(bytes, type);
    }

    public static Task<IResult> Har(HttpContext context, string id, RecordingShelf shelf, ViewingPass passes, Evidence.EvidenceClient evidence, string? view) =>
        ArchiveAsync(context, id, shelf, passes, evidence, view, HarWriter.Write, "application/json", "har");

    public static Task<IResult> Warc(HttpContext context, string id, RecordingShelf shelf, ViewingPass passes, Evidence.EvidenceClient evidence, string? view) =>
        ArchiveAsync(context, id, shelf, passes, evidence, view, WarcWriter.Write, WarcWriter.ContentType, "warc");

    private static async Task<IResult> ArchiveAsync(
        HttpContext context, string id, RecordingShelf shelf, ViewingPass passes, Evidence.EvidenceClient evidence, string? view, Func<WebTimeline, RecordingLine, byte[]> write, string type, string extension)
    {
        if (await shelf.FindAsync(context.Staff(), id, context.RequestAborted) is not { } line || line.Lease.Endpoint.Protocol != "https")
            return new NotFoundPage();
        if (passes.Reason(context.Staff(), id, view) is not { } reason)
            return context.SeeOther($"/recordings/{id}");
        var timeline = await ReadAsync(context, line, reason, evidence, _ => true);
        return Results.Bytes(write(timeline, line), type, $"{line.Lease.InterventionNumber}-{line.Lease.Device?.Name}-{id[..Math.Min(8, id.Length)]}.{extension}");
    }

    private static async Task<WebTimeline> ReadAsync(HttpContext context, RecordingLine line, string reason, Evidence.EvidenceClient evidence, Func<WebExchange, bool> keepBody)
    {
        var staff = context.Staff();
        var viewer = new Viewer { PersonId = staff.StaffId.ToString(), Name = staff.Name, Role = staff.Role.ToString(), Reason = reason, Source = staff.Source };
        var timeline = new WebTimeline(keepBody);
        using var call = evidence.Read(new ReadRecordingRequest { RecordingId = line.Summary.RecordingId, Viewer = viewer }, cancellationToken: context.RequestAborted);
        await foreach (var frame in call.ResponseStream.ReadAllAsync(context.RequestAborted))
            timeline.Take(frame);
        return timeline;
    }
}
