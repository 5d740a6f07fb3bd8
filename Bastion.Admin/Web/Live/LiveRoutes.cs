using Bastion.Admin.Interventions;
using Bastion.Admin.Oversight;
using Bastion.Admin.Web.Routing;
using Bastion.Hosting.Theme.Security;

namespace Bastion.Admin.Web.Live;

/// <summary>The wall of running sessions, and one of them as it happens.</summary>
internal static class LiveRoutes
{
    public static async Task<IResult> Wall(HttpContext context, RunningSessions sessions) =>
        context.Page<WallPage>(new LiveModel(Ordered(await sessions.ListAsync(context.Staff(), context.RequestAborted))));

    public static async Task<IResult> Watch(HttpContext context, Guid id, SessionFinder finder)
    {
        if (await finder.FindAsync(context.Staff(), id, context.RequestAborted) is not { } found)
            return new NotFoundPage();
        PagePolicy.Of(context).AllowWebAssembly();
        return context.Page<WatchPage>(found);
    }

    /// <summary>Frozen first, then the others by time left.</summary>
    private static List<RunningSession> Ordered(IReadOnlyList<RunningSession> sessions) =>
        [.. sessions.OrderByDescending(one => one.State == Admin.Interventions.Leases.SessionState.Frozen).ThenBy(one => one.NotAfter)];
}
