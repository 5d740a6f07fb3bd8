using Bastion.Admin.Identity;
using Bastion.Admin.Web.Live;
using Bastion.Admin.Web.Routing;
using Bastion.Recorder.Contracts;
using Grpc.Core;

namespace Bastion.Admin.Web.Recordings.Desktops;

/// <summary>The sockets of the desktop player: replay under the reason that was given, with the pointer for those who may read what was typed, and over the shoulder.</summary>
internal static class DesktopRoutes
{
    public static Task Replay(HttpContext context, string id, RecordingShelf shelf, ViewingPass passes, Evidence.EvidenceClient evidence, IHostApplicationLifetime lifetime, string? view, string? at) =>
        ReplayAsync(context, id, shelf, passes, evidence, lifetime, view, at, pointer: false);

    public static Task Pointer(HttpContext context, string id, RecordingShelf shelf, ViewingPass passes, Evidence.EvidenceClient evidence, IHostApplicationLifetime lifetime, string? view, string? at) =>
        ReplayAsync(context, id, shelf, passes, evidence, lifetime, view, at, pointer: true);

    public static async Task Watch(HttpContext context, Guid id, SessionFinder finder, Evidence.EvidenceClient evidence, IHostApplicationLifetime lifetime)
    {
        if (await finder.FindAsync(context.Staff(), id, context.RequestAborted) is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (Refused(context))
            return;
        if (await FindAsync(evidence, id, context.RequestAborted) is not { } recording)
        {
            // No recording yet: the page tries again.
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        await RunAsync(context, evidence, lifetime, new PlayStart { RecordingId = recording, Viewer = Viewer(context.Staff(), "", live: true), Follow = true });
    }

    private static async Task ReplayAsync(HttpContext context, string id, RecordingShelf shelf, ViewingPass passes, Evidence.EvidenceClient evidence, IHostApplicationLifetime lifetime, string? view, string? at, bool pointer)
    {
        var staff = context.Staff();
        if (await shelf.FindAsync(staff, id, context.RequestAborted) is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (Refused(context))
            return;
        if (passes.Reason(staff, id, view) is not { } reason)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        await RunAsync(context, evidence, lifetime, new PlayStart
        {
            RecordingId = id,
            Viewer = Viewer(staff, reason, live: false),
            AtMicros = (long)(RecordingRoutes.Seconds(at) * 1e6),
            Pointer = pointer,
            Paused = true,
            SkipIdle = true,
        });
    }

    private static async Task RunAsync(HttpContext context, Evidence.EvidenceClient evidence, IHostApplicationLifetime lifetime, PlayStart start)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(DesktopLine.Protocol);
        try
        {
            await new DesktopLine(socket, evidence).RunAsync(start, stop.Token);
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            // Recorder does not answer, or the page was closed; the page says which.
        }
    }

    /// <summary>RFC 6455 10.2: a socket is not protected by the form's token, so its Origin must be ours.</summary>
    private static bool Refused(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains(DesktopLine.Protocol))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return true;
        }

        if (context.Request.Headers.Origin is [{ } origin] && origin.Equals($"https://{context.Request.Host.Value}", StringComparison.OrdinalIgnoreCase))
            return false;
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return true;
    }

    private static async Task<string?> FindAsync(Evidence.EvidenceClient evidence, Guid session, CancellationToken cancellation)
    {
        using var call = evidence.List(new ListRecordingsRequest { SessionId = session.ToString(), Limit = 1 }, cancellationToken: cancellation);
        return await call.ResponseStream.MoveNext(cancellation) ? call.ResponseStream.Current.RecordingId : null;
    }

    private static Viewer Viewer(StaffContext staff, string reason, bool live) =>
        new() { PersonId = staff.StaffId.ToString(), Name = staff.Name, Role = staff.Role.ToString(), Reason = reason, Source = staff.Source, Live = live };
}
