using System.Globalization;
using Bastion.Admin.Web.Recordings.Desktops;
using Bastion.Admin.Web.Recordings.Pages;
using Bastion.Admin.Web.Routing;
using Bastion.Admin.Web.Shell;
using Bastion.Hosting.Theme.Errors;
using Bastion.Hosting.Theme.Forms;
using Bastion.Hosting.Theme.Security;
using Bastion.Hosting.Theme.Time;
using Bastion.Recorder.Contracts;
using Grpc.Core;

namespace Bastion.Admin.Web.Recordings;

/// <summary>The list, the reason, the replay.</summary>
internal static class RecordingRoutes
{
    public const int MinReason = 10;
    private static readonly TimeSpan PatienceToVerify = TimeSpan.FromSeconds(10);

    public static async Task<IResult> List(HttpContext context, RecordingShelf shelf, WallClock clock, string? q, string? from, string? until, string? end)
    {
        var text = (q ?? "").Trim();
        var lines = await shelf.ListAsync(context.Staff(), Day(from, 0, clock), Day(until, 1, clock), context.RequestAborted);
        var ends = lines?.Select(line => line.Summary.EndReason).Where(one => one.Length > 0).Distinct().Order(StringComparer.Ordinal).ToList() ?? [];
        var shown = lines?.Where(line => line.Matches(text) && (string.IsNullOrEmpty(end) || line.Summary.EndReason == end)).ToList();
        return context.Page<ShelfPage>(new ShelfModel(shown, text, from ?? "", until ?? "", end ?? "", ends));
    }

    public static async Task<IResult> Show(HttpContext context, string id, RecordingShelf shelf, ViewingPass passes, Evidence.EvidenceClient evidence, Recorder.Contracts.Journal.JournalClient journal, string? view, string? t)
    {
        if (await FindAsync(context, shelf, id) is not { } line)
            return new NotFoundPage();
        if (passes.Reason(context.Staff(), id, view) is not { } reason)
            return context.Page<AskPage>(new AskModel(line, "", t ?? "", FormErrors.None));
        if (line.Lease.Endpoint?.Protocol == "https")
            return await WebRoutes.ShowAsync(context, line, reason, view!, await VerifyAsync(evidence, id, context.RequestAborted), evidence);
        PagePolicy.Of(context).AllowWebAssembly();
        if (line.Lease.Endpoint?.Protocol == "rdp")
            return context.Page<DesktopReplayPage>(new ReplayModel(line, reason, view!, await VerifyAsync(evidence, id, context.RequestAborted), Seconds(t), [], await CommentRoutes.ListAsync(journal, id, context.RequestAborted)));
        return context.Page<ReplayPage>(new ReplayModel(line, reason, view!, await VerifyAsync(evidence, id, context.RequestAborted), Seconds(t), await FileReading.ReadAsync(context, evidence, id, reason), await CommentRoutes.ListAsync(journal, id, context.RequestAborted)));
    }

    public static async Task<IResult> Ask(HttpContext context, string id, RecordingShelf shelf, ViewingPass passes, StaffWords words)
    {
        if (await FindAsync(context, shelf, id) is not { } line)
            return new NotFoundPage();
        var form = await FormValues.ReadAsync(context);
        var (reason, at) = (form.Text("reason"), form.Text("t"));
        if (reason.Length < MinReason)
            return context.Page<AskPage>(new AskModel(line, reason, at, new FormErrors().Add("reason", words["denial.reason.too_short"])), StatusCodes.Status422UnprocessableEntity);
        var pass = Uri.EscapeDataString(passes.Issue(context.Staff(), id, reason.ReplaceLineEndings(" ")));
        return context.SeeOther($"/recordings/{id}?view={pass}{(at.Length > 0 ? "&t=" + Uri.EscapeDataString(at) : "")}");
    }

    private static async Task<RecordingLine?> FindAsync(HttpContext context, RecordingShelf shelf, string id)
    {
        try
        {
            return await shelf.FindAsync(context.Staff(), id, context.RequestAborted);
        }
        catch (RpcException lost) when (lost.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            throw new BadHttpRequestException("Recorder does not answer.", StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<Verification?> VerifyAsync(Evidence.EvidenceClient evidence, string id, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(PatienceToVerify);
        try
        {
            return await evidence.VerifyAsync(new GetRecordingRequest { RecordingId = id }, cancellationToken: patience.Token);
        }
        catch (RpcException)
        {
            return null;
        }
    }

    private static DateTimeOffset? Day(string? text, int later, WallClock clock) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? clock.StartOf(day.AddDays(later)) : null;

    /// <summary>Seconds ("754") or a position ("00:12:34").</summary>
    public static double Seconds(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? Math.Max(0, seconds)
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? Math.Max(0, span.TotalSeconds) : 0;
}
