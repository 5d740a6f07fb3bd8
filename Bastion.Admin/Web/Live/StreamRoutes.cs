using Bastion.Admin.Web.Recordings;
using Bastion.Admin.Web.Routing;
using Bastion.Recorder.Contracts;
using Grpc.Core;

namespace Bastion.Admin.Web.Live;

/// <summary>GET /live/{id}/stream: the tail of the recording. What a supervisor sees is by construction what is recorded.</summary>
internal static class StreamRoutes
{
    private static readonly TimeSpan WaitForRecording = TimeSpan.FromSeconds(1);

    public static async Task Stream(HttpContext context, Guid id, SessionFinder finder, Evidence.EvidenceClient evidence, IHostApplicationLifetime lifetime, TimeProvider time)
    {
        var staff = context.Staff();
        if (await finder.FindAsync(staff, id, context.RequestAborted) is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var stream = new EventStream(context);
        stream.Start();
        try
        {
            await stream.SendAsync("waiting", "1", end.Token);
            RecordingSummary? summary;
            while ((summary = await FindAsync(evidence, id, end.Token)) is null)
                await Task.Delay(WaitForRecording, time, end.Token);
            var viewer = new Viewer { PersonId = staff.StaffId.ToString(), Name = staff.Name, Role = staff.Role.ToString(), Source = staff.Source, Live = true };
            await TailAsync(stream, evidence, summary, viewer, end.Token);
            var sealedNow = await evidence.GetAsync(new GetRecordingRequest { RecordingId = summary.RecordingId }, cancellationToken: end.Token);
            await stream.SendAsync("ended", sealedNow.EndReason, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The page was closed, or this service stops.
        }
        catch (RpcException) when (!end.IsCancellationRequested)
        {
            // The browser comes back by itself and says so until then.
            await stream.SendAsync("lost", "1", end.Token);
        }
        catch (RpcException)
        {
            // Cancelled from this side.
        }
    }

    private static async Task<RecordingSummary?> FindAsync(Evidence.EvidenceClient evidence, Guid session, CancellationToken cancellation)
    {
        using var call = evidence.List(new ListRecordingsRequest { SessionId = session.ToString(), Limit = 1 }, cancellationToken: cancellation);
        return await call.ResponseStream.MoveNext(cancellation) ? call.ResponseStream.Current : null;
    }

    private static async Task TailAsync(EventStream stream, Evidence.EvidenceClient evidence, RecordingSummary summary, Viewer viewer, CancellationToken cancellation)
    {
        using var call = evidence.Read(new ReadRecordingRequest { RecordingId = summary.RecordingId, Follow = true, Viewer = viewer }, cancellationToken: cancellation);
        var terminal = new TerminalEvents();
        var past = new PastScreen();
        var sent = false;
        await foreach (var frame in call.ResponseStream.ReadAllAsync(cancellation))
        {
            var isPast = frame.Index + 1 < summary.Frames;
            foreach (var one in terminal.Take(frame))
            {
                if (!sent && isPast)
                {
                    past.Keep(one);
                    continue;
                }
                if (!sent)
                    await past.SendAsync(stream, cancellation);
                sent = true;
                await stream.SendAsync("", one.ToJson(), cancellation);
            }
            if (!sent && !isPast)
            {
                await past.SendAsync(stream, cancellation);
                sent = true;
            }
        }
        if (!sent)
            await past.SendAsync(stream, cancellation);
    }
}
