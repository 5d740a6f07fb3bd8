using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Web.Routing;
using Bastion.Admin.Web.Shell;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Web.SystemHealth;

/// <summary>Recorder, journal, disk and clock: state, since when, what to do.</summary>
internal static class HealthRoutes
{
    public static async Task<IResult> Show(HttpContext context, RecorderPulse pulse, AdminStore store, ClockWatch clock, TimeProvider time)
    {
        var status = await pulse.ReadAsync();
        var now = time.GetUtcNow();
        var (waiting, oldest) = await store.ReadAsync(async db =>
        {
            var open = db.Outbox.Where(entry => entry.AcknowledgedAt == null);
            return (await open.CountAsync(), await open.OrderBy(entry => entry.Id).Select(entry => (DateTimeOffset?)entry.At).FirstOrDefaultAsync());
        });
        var running = await store.ReadAsync(db => db.Sessions.CountAsync(session => session.State != Admin.Interventions.Leases.SessionState.Ended));
        var difference = status?.Now is { } theirs ? theirs.ToDateTimeOffset() - now : (TimeSpan?)null;
        return context.Page<HealthPage>(new HealthModel(status, waiting, oldest, difference, clock.Safe, running, now));
    }

    public static async Task<IResult> ConfirmClock(HttpContext context, ClockDesk clock)
    {
        var outcome = await clock.ConfirmAsync(context.Staff(), context.RequestAborted);
        return context.SeeOther("/system", outcome.Done ? "clock.done" : "denial." + outcome.Denial.Code);
    }
}
