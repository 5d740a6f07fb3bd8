using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Web.Routing;
using Bastion.Admin.Web.Shell;
using Bastion.Hosting.Theme.Errors;
using Bastion.Hosting.Theme.Forms;

namespace Bastion.Admin.Web.Decisions;

/// <summary>Shows one intervention: to read, to decide, to act on while it runs.</summary>
internal sealed class SheetPages(InterventionReader interventions, ZoneClocks clocks, TimeProvider time)
{
    // A code that would be too old before the page is read is asked at once.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    public async Task<IResult> ShowAsync(HttpContext context, string id, DecisionInput? input = null, FormErrors? errors = null, string dialog = "")
    {
        var staff = context.Staff();
        if (await interventions.GetAsync(staff, id, context.RequestAborted) is not { } sheet)
            return new NotFoundPage();
        var (previous, next) = sheet.Row.MayDecide ? await NeighboursAsync(staff, sheet.Row.Id, context.RequestAborted) : (null, null);
        var stale = time.GetUtcNow() - staff.FactorAt > SignInLimits.FactorForDecision - Margin;
        var model = new SheetModel(sheet, input ?? DecisionInput.Of(sheet, clocks.Of(sheet.Row.Zone)), errors ?? FormErrors.None, dialog, stale, previous, next);
        return context.Page<InterventionPage>(model, errors is { Any: true } ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private async Task<(string?, string?)> NeighboursAsync(StaffContext staff, Guid id, CancellationToken cancellation)
    {
        var inbox = (await interventions.InboxAsync(staff, cancellation)).Where(row => row.MayDecide).OrderBy(row => row.NotBefore).ToList();
        var here = inbox.FindIndex(row => row.Id == id);
        return here < 0 ? (null, null) : (here > 0 ? inbox[here - 1].Number : null, here < inbox.Count - 1 ? inbox[here + 1].Number : null);
    }
}
