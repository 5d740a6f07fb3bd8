using System.Globalization;
using System.Text;
using System.Text.Json;
using Bastion.Admin.Web.Routing;
using Bastion.Recorder.Contracts;
using Grpc.Core;

namespace Bastion.Admin.Web.Recordings;

/// <summary>A recording as asciicast v2 (https://docs.asciinema.org/manual/asciicast/v2/): for our player with its channels, as a download without.</summary>
internal static class CastRoutes
{
    /// <summary>Characters of output that a browser gets at most; the recording itself is whole.</summary>
    private const long MaxForPlayer = 64 << 20;

    public static Task<IResult> Play(HttpContext context, string id, RecordingShelf shelf, ViewingPass passes, Evidence.EvidenceClient evidence, string? view) =>
        SendAsync(context, id, shelf, passes, evidence, view, download: false);

    public static Task<IResult> Export(HttpContext context, string id, RecordingShelf shelf, ViewingPass passes, Evidence.EvidenceClient evidence, string? view) =>
        SendAsync(context, id, shelf, passes, evidence, view, download: true);

    private static async Task<IResult> SendAsync(HttpContext context, string id, RecordingShelf shelf, ViewingPass passes, Evidence.EvidenceClient evidence, string? view, bool download)
    {
        var staff = context.Staff();
        if (await shelf.FindAsync(staff, id, context.RequestAborted) is not { } line)
            return new NotFoundPage();
        if (passes.Reason(staff, id, view) is not { } reason)
            return download ? context.SeeOther($"/recordings/{id}") : Results.StatusCode(StatusCodes.Status403Forbidden);

        var viewer = new Viewer { PersonId = staff.StaffId.ToString(), Name = staff.Name, Role = staff.Role.ToString(), Reason = reason, Source = staff.Source };
        return Results.Stream(
            body => WriteAsync(body, line, evidence, viewer, download, context.RequestAborted),
            "application/x-asciicast",
            download ? $"{line.Lease.InterventionNumber}-{line.Lease.Device?.Name}-{id[..Math.Min(8, id.Length)]}.cast" : null);
    }

    private static async Task WriteAsync(Stream body, RecordingLine line, Evidence.EvidenceClient evidence, Viewer viewer, bool download, CancellationToken cancellation)
    {
        await using var writer = new StreamWriter(body, new UTF8Encoding(false), 32 << 10, leaveOpen: true) { NewLine = "\n" };
        using var call = evidence.Read(new ReadRecordingRequest { RecordingId = line.Summary.RecordingId, Viewer = viewer }, cancellationToken: cancellation);
        var terminal = new TerminalEvents();
        var waiting = new List<TerminalEvent>();
        var started = false;
        long sent = 0;
        await foreach (var frame in call.ResponseStream.ReadAllAsync(cancellation))
        {
            foreach (var one in terminal.Take(frame))
            {
                if (!started)
                {
                    waiting.Add(one);
                    if (one.Code is not ('r' or 'o'))
                        continue;
                    await writer.WriteLineAsync(Header(line, one));
                    started = true;
                    foreach (var early in waiting)
                        await WriteAsync(writer, early, download);
                    continue;
                }
                if (!download && (sent += one.Data.Length) > MaxForPlayer)
                {
                    await WriteAsync(writer, one with { Code = 'm', Data = "truncated" }, download);
                    return;
                }
                await WriteAsync(writer, one, download);
            }
        }
        if (!started)
        {
            await writer.WriteLineAsync(Header(line, new TerminalEvent(0, 'r', "80x24", 0)));
            foreach (var early in waiting)
                await WriteAsync(writer, early, download);
        }
    }

    private static async Task WriteAsync(StreamWriter writer, TerminalEvent one, bool download) =>
        await writer.WriteLineAsync(download ? one.ToAsciicast() : one.ToJson());

    private static string Header(RecordingLine line, TerminalEvent first)
    {
        var size = first.Code == 'r' ? first.Data.Split('x') : ["80", "24"];
        return JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["version"] = 2,
            ["width"] = int.Parse(size[0], CultureInfo.InvariantCulture),
            ["height"] = int.Parse(size[1], CultureInfo.InvariantCulture),
            ["timestamp"] = line.Opened.ToUnixTimeSeconds(),
            ["title"] = $"{line.Lease.InterventionNumber} {line.Lease.Device?.Name}",
        });
    }
}
