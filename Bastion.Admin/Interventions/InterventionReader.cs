using System.Globalization;
using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Decisions;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions;

/// <summary>What staff pages show. Every state is evaluated at the instant of reading (L3).</summary>
internal sealed class InterventionReader(AdminStore store, TimeProvider time)
{
    private const int MaxRead = 1000;
    private const int MaxTimeline = 500;
    private static readonly TimeSpan Around = TimeSpan.FromHours(36);

    /// <summary>Requests that wait for a decision of somebody, oldest window first; those the reader may decide say so.</summary>
    public async Task<IReadOnlyList<InterventionRow>> InboxAsync(StaffContext who, CancellationToken cancellation)
    {
        var rows = await RowsAsync(who, db => db.Where(one => one.State == InterventionState.Requested));
        return [.. rows.Where(row => row.State == InterventionState.Requested).OrderBy(row => row.NotBefore)];
    }

    /// <summary>Newest window first. Engineers and ward representatives see their scope, auditors all.</summary>
    public async Task<IReadOnlyList<InterventionRow>> ListAsync(StaffContext who, InterventionFilter filter, CancellationToken cancellation)
    {
        var rows = await RowsAsync(who, db => db);
        return [.. rows.Where(row => (filter.States.Count == 0 || filter.States.Contains(row.State)) && Has(row, filter.Text.Trim())).OrderByDescending(row => row.NotBefore).Take(filter.Limit)];
    }

    /// <summary>One page of the list. Scope, state and text are narrowed where the rows are.</summary>
    public Task<InterventionPageOf> PageAsync(StaffContext who, InterventionQuery query, CancellationToken cancellation) => store.ReadAsync(async db =>
    {
        var now = time.GetUtcNow();
        var staff = await db.Staff.Include(one => one.Scopes).SingleOrDefaultAsync(one => one.Id == who.StaffId, cancellation);
        if (staff is null)
            return new InterventionPageOf([], 0);
        IQueryable<Intervention> all = db.Interventions;
        var devices = await db.Devices.ToListAsync(cancellation);
        if (staff.Role != StaffRole.Auditor)
        {
            var seen = devices.Where(device => Eligibility.See(staff, device)).Select(device => device.Id).ToList();
            if (seen.Count < devices.Count)
                all = all.Where(one => seen.Contains(one.DeviceId));
        }

        if (query.States.Count > 0)
            all = all.Where(one => query.States.Contains(one.State));
        if (query.Text.Length > 0)
        {
            // Names are compared here, as people read them: case and accents aside.
            var machines = devices.Where(device => Like(device.Name, query.Text) || Like(device.Label, query.Text)).Select(device => device.Id).ToList();
            var vendors = (await db.Vendors.ToListAsync(cancellation)).Where(vendor => Like(vendor.Name, query.Text)).Select(vendor => vendor.Id).ToList();
            var people = (await db.Technicians.ToListAsync(cancellation)).Where(person => Like(person.Name, query.Text)).Select(person => person.Id).ToList();
            var number = $"%{query.Text.ToUpperInvariant()}%";
            all = all.Where(one => EF.Functions.Like(one.Number, number) || vendors.Contains(one.VendorId) || machines.Contains(one.DeviceId) || one.Technicians.Any(named => people.Contains(named.TechnicianId)));
        }

        var total = await all.CountAsync(cancellation);
        var ids = await Sorted(all, query.Sort).Skip(query.Skip).Take(query.Take).Select(one => one.Id).ToListAsync(cancellation);
        var whole = await Whole.Rows(db).Where(one => ids.Contains(one.Id)).ToDictionaryAsync(one => one.Id, cancellation);
        var pending = await InterventionRows.PendingAsync(db);
        var names = await InterventionRows.NamesAsync(db, whole.Values.Select(one => one.RequestedById));
        return new InterventionPageOf([.. ids.Where(whole.ContainsKey).Select(id => InterventionRows.Of(whole[id], staff, pending.Contains(id), names, now))], total);
    });

    private static bool Like(string name, string text) =>
        CultureInfo.InvariantCulture.CompareInfo.IndexOf(name, text, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0;

    private static IQueryable<Intervention> Sorted(IQueryable<Intervention> all, string sort) => sort switch
    {
        "device" => all.OrderBy(one => one.Device!.Name).ThenByDescending(one => one.NotBefore),
        "-device" => all.OrderByDescending(one => one.Device!.Name).ThenByDescending(one => one.NotBefore),
        "vendor" => all.OrderBy(one => one.Vendor!.Name).ThenByDescending(one => one.NotBefore),
        "-vendor" => all.OrderByDescending(one => one.Vendor!.Name).ThenByDescending(one => one.NotBefore),
        "state" => all.OrderBy(one => one.State).ThenByDescending(one => one.NotBefore),
        "-state" => all.OrderByDescending(one => one.State).ThenByDescending(one => one.NotBefore),
        "window" => all.OrderBy(one => one.NotBefore),
        _ => all.OrderByDescending(one => one.NotBefore),
    };

    /// <summary>Everything whose window touches these instants and that was not refused, withdrawn or lapsed.</summary>
    public async Task<IReadOnlyList<InterventionRow>> BetweenAsync(StaffContext who, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        var rows = await RowsAsync(who, db => db.Where(one => one.NotBefore < until && from < one.NotAfter));
        return [.. rows.Where(row => row.State is not (InterventionState.Refused or InterventionState.Withdrawn or InterventionState.Lapsed)).OrderBy(row => row.NotBefore)];
    }

    /// <param name="who">The reader.</param>
    /// <param name="idOrNumber">UUID or INT-YYYY-NNNNN.</param>
    /// <param name="cancellation">Of the request.</param>
    public Task<InterventionSheet?> GetAsync(StaffContext who, string idOrNumber, CancellationToken cancellation) => store.ReadAsync(async db =>
    {
        var now = time.GetUtcNow();
        var staff = await db.Staff.Include(one => one.Scopes).SingleOrDefaultAsync(one => one.Id == who.StaffId, cancellation);
        var one = await Whole.FindAsync(db, idOrNumber);
        if (staff is null || one is null || !Eligibility.See(staff, one.Device!))
            return null;
        var standing = Standing.Of(one, now);
        var pending = (await InterventionRows.PendingAsync(db)).Contains(one.Id);
        var names = await InterventionRows.NamesAsync(db, [one.RequestedById, .. one.Sessions.Select(session => session.TechnicianId)]);
        var decide = standing.State == InterventionState.Requested ? Eligibility.Approve(staff, one) : Denial.Of(DenialCode.InterventionSettled, "state", standing.State.ToString());
        var acts = Eligibility.Act(staff, one) is null;
        return new InterventionSheet(
            InterventionRows.Of(one, staff, pending, names, now),
            one.RequestVersion,
            one.Device!.DeviceVersion,
            one.AskedNotBefore,
            one.AskedNotAfter,
            one.PlannedActions,
            one.Ticket,
            one.ContactPhone,
            one.AskedControls,
            one.GrantedControls,
            one.Comment,
            one.Device.State,
            [.. one.Endpoints.Select(requested => requested.Endpoint!.Protocol)],
            [.. one.Decisions.OrderBy(decision => decision.At).Select(decision => new DecisionLine(decision.At, decision.Approver?.Name ?? "", decision.Verdict, decision.Comment, decision.WithoutEffect))],
            [.. one.Sessions.OrderBy(session => session.PermittedAt).Select(session => new SessionLine(session.Id, names.GetValueOrDefault(session.TechnicianId, ""), session.Source, session.State, session.EndReason, session.EndText, session.ActiveAt ?? session.PermittedAt, session.EndedAt, session.RecordingId))],
            await TimelineAsync(db, one.Id),
            await BusyAsync(db, one, now),
            decide,
            acts && standing.State is InterventionState.Approved or InterventionState.Open,
            acts && standing.State == InterventionState.Open,
            one,
            Interlock.Care.May(staff, one.Device),
            staff.Role == StaffRole.Engineer,
            (staff.Role == StaffRole.Auditor || acts) && one.Reviews.Count < Emergencies.EmergencyDesk.Reviewers && !one.Reviews.Exists(review => review.ReviewerId == staff.Id) && !one.Decisions.Exists(decision => decision.ApproverId == staff.Id),
            acts);
    });

    /// <summary>The acts of one intervention as the outbox knows them, oldest first.</summary>
    public static async Task<IReadOnlyList<TimelineLine>> TimelineAsync(AdminDb db, Guid interventionId)
    {
        var entries = await db.Outbox.Where(entry => entry.InterventionId == interventionId).OrderBy(entry => entry.Sequence).Take(MaxTimeline).ToListAsync();
        return [.. entries.Select(entry => new TimelineLine(entry.At, entry.Kind, entry.ActorName, entry.Reason, entry is { Permissive: true, AcknowledgedAt: null }))];
    }

    private static async Task<IReadOnlyList<BusyLine>> BusyAsync(AdminDb db, Intervention one, DateTimeOffset now)
    {
        var (from, until) = (one.AskedNotBefore - Around, one.AskedNotAfter + Around);
        var others = await db.Interventions.Include(other => other.Vendor)
            .Where(other => other.DeviceId == one.DeviceId && other.Id != one.Id && other.NotBefore < until && from < other.NotAfter).OrderBy(other => other.NotBefore).ToListAsync();
        return [.. others.Where(other => other.OpenedAt is not null || !Standing.Of(other, now).Settled)
            .Select(other => new BusyLine(other.Number, other.Vendor!.Name, other.NotBefore, other.NotAfter, Standing.Of(other, now).State))];
    }

    private static bool Has(InterventionRow row, string text) => text.Length == 0
        || row.Number.Contains(text, StringComparison.OrdinalIgnoreCase)
        || row.DeviceName.Contains(text, StringComparison.OrdinalIgnoreCase)
        || row.DeviceLabel.Contains(text, StringComparison.OrdinalIgnoreCase)
        || row.VendorName.Contains(text, StringComparison.OrdinalIgnoreCase)
        || row.Technicians.Any(name => name.Contains(text, StringComparison.OrdinalIgnoreCase));

    private Task<List<InterventionRow>> RowsAsync(StaffContext who, Func<IQueryable<Intervention>, IQueryable<Intervention>> narrow) => store.ReadAsync(async db =>
    {
        var now = time.GetUtcNow();
        var staff = await db.Staff.Include(one => one.Scopes).SingleOrDefaultAsync(one => one.Id == who.StaffId);
        if (staff is null)
            return [];
        var all = await narrow(Whole.Rows(db)).OrderByDescending(one => one.NotBefore).Take(MaxRead).ToListAsync();
        var seen = all.Where(one => Eligibility.See(staff, one.Device!)).ToList();
        var pending = await InterventionRows.PendingAsync(db);
        var names = await InterventionRows.NamesAsync(db, seen.Select(one => one.RequestedById));
        return seen.Select(one => InterventionRows.Of(one, staff, pending.Contains(one.Id), names, now)).ToList();
    });
}
