using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Rights;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Vendors;

/// <summary>Takes the access of a person or a vendor away, at once (R9, R10): sign-ins end, live sessions are frozen blind and ended within 2 minutes.</summary>
internal sealed class PersonDisabling(AdminStore store, GatewayLinks links, TimeProvider time)
{
    public async Task<Outcome<bool>> DisableAsync(StaffContext by, Guid accountId, string reason, CancellationToken cancellation)
    {
        var orders = new OrderList(links);
        var outcome = await store.WriteAsync<Outcome<bool>>(async db =>
        {
            orders = new OrderList(links);
            var account = await db.Accounts.SingleOrDefaultAsync(one => one.Id == accountId, cancellation);
            if (account is null)
                return Denial.Of(DenialCode.Unknown);
            var now = time.GetUtcNow();
            if (RightsJudge.Judge(by, account is Technician ? "technician.disable" : "person.disable", now) is { } refused)
                return refused;
            if (accountId == by.StaffId)
                return Denial.Of(DenialCode.NotAllowed);
            account.State = AccountState.Disabled;
            await SignInDesk.EndAllAsync(db, accountId, now);
            Outbox.Write(db, now, new Act("person.disabled", by.Actor) { SubjectId = accountId, Reason = reason, Source = by.Source });
            await CutAsync(db, session => session.TechnicianId == accountId, SessionEndReason.TechnicianDisabled, by, now, orders);
            return true;
        }, cancellation);
        orders.Send();
        return outcome;
    }

    /// <summary>By an Administrator or any Engineer; lifting it by an Administrator.</summary>
    public async Task<Outcome<bool>> SuspendAsync(StaffContext by, Guid vendorId, bool suspended, string reason, CancellationToken cancellation)
    {
        var orders = new OrderList(links);
        var outcome = await store.WriteAsync<Outcome<bool>>(async db =>
        {
            orders = new OrderList(links);
            var vendor = await db.Vendors.SingleOrDefaultAsync(one => one.Id == vendorId, cancellation);
            if (vendor is null)
                return Denial.Of(DenialCode.Unknown);
            var now = time.GetUtcNow();
            if (RightsJudge.Judge(by, suspended ? "vendor.suspend" : "vendor.resume", now) is { } refused)
                return refused;
            vendor.State = suspended ? VendorState.Suspended : VendorState.Active;
            Outbox.Write(db, now, new Act(suspended ? "vendor.suspended" : "vendor.resumed", by.Actor) { SubjectId = vendorId, Reason = reason, Source = by.Source });
            if (suspended)
                await CutAsync(db, session => session.Technician!.VendorId == vendorId, SessionEndReason.VendorSuspended, by, now, orders);
            return true;
        }, cancellation);
        orders.Send();
        return outcome;
    }

    private static async Task CutAsync(AdminDb db, System.Linq.Expressions.Expression<Func<Session, bool>> whose, SessionEndReason reason, StaffContext by, DateTimeOffset now, OrderList orders)
    {
        foreach (var session in await db.Sessions.Where(one => one.State != SessionState.Ended).Where(whose).ToListAsync())
        {
            session.Freezes |= FreezeCauses.Identity;
            session.EndDueAt = now + SessionLimits.IdentityFreeze;
            session.EndDueReason = reason;
            orders.Freeze(session, FreezeCauses.Identity, blind: true, "", by.Name);
        }
    }
}
