using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions;

/// <summary>An intervention with everything that its acts and pages need.</summary>
internal static class Whole
{
    public static IQueryable<Intervention> Interventions(AdminDb db) => db.Interventions
        .Include(one => one.Vendor)
        .Include(one => one.Device!.Site)
        .Include(one => one.Device!.Unit)
        .Include(one => one.Device!.Offers)
        .Include(one => one.Technicians).ThenInclude(named => named.Technician)
        .Include(one => one.Endpoints).ThenInclude(requested => requested.Endpoint!.Pins)
        .Include(one => one.Decisions).ThenInclude(decision => decision.Approver)
        .Include(one => one.Sessions)
        .Include(one => one.Extensions)
        .Include(one => one.Releases)
        .Include(one => one.Reports)
        .Include(one => one.Reviews)
        .AsSplitQuery();

    /// <summary>What a line of a list shows, and no more.</summary>
    public static IQueryable<Intervention> Rows(AdminDb db) => db.Interventions
        .Include(one => one.Vendor)
        .Include(one => one.Device!.Site)
        .Include(one => one.Device!.Unit)
        .Include(one => one.Technicians).ThenInclude(named => named.Technician)
        .Include(one => one.Decisions).ThenInclude(decision => decision.Approver)
        .Include(one => one.Sessions)
        .Include(one => one.Reports)
        .AsSplitQuery();

    public static Task<Intervention?> FindAsync(AdminDb db, string idOrNumber) => Guid.TryParse(idOrNumber, out var id)
        ? Interventions(db).SingleOrDefaultAsync(one => one.Id == id)
        : Interventions(db).SingleOrDefaultAsync(one => one.Number == idOrNumber);
}
