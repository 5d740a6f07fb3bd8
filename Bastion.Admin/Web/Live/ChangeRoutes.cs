using Bastion.Admin.Oversight;
using Bastion.Admin.Web.Routing;

namespace Bastion.Admin.Web.Live;

/// <summary>GET /events: says "changed" after commits that touch interventions or sessions. What changed is asked by the page itself, with its own rights.</summary>
internal static class ChangeRoutes
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(400);

    public static async Task Stream(HttpContext context, RunningSessions sessions, IHostApplicationLifetime lifetime, TimeProvider time)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var stream = new EventStream(context);
        stream.Start();
        try
        {
            await stream.SendAsync("hello", "1", end.Token);
            var first = true;
            await foreach (var _ in sessions.ChangesAsync(end.Token))
            {
                if (!first)
                    await stream.SendAsync("changed", "1", end.Token);
                first = false;
                // A burst of commits is one refresh.
                await Task.Delay(Pace, time, end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The page was closed, or this service stops.
        }
    }
}
