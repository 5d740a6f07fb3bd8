using Bastion.Admin.Interventions;
using Bastion.Admin.Web.Routing;

namespace Bastion.Admin.Web.Inbox;

internal static class InboxRoutes
{
    private static readonly InterventionState[] Decided = [InterventionState.Approved, InterventionState.Refused, InterventionState.Open];

    public static async Task<IResult> Show(HttpContext context, InterventionReader interventions, string? tab, string? q)
    {
        var staff = context.Staff();
        var text = (q ?? "").Trim();
        var waiting = await interventions.InboxAsync(staff, context.RequestAborted);
        var rows = tab switch
        {
            "others" => waiting.Where(row => !row.MayDecide),
            "done" => await interventions.ListAsync(staff, new InterventionFilter(Decided, text, 100), context.RequestAborted),
            _ => waiting.Where(row => row.MayDecide),
        };
        var shown = rows.Where(row => Matches(row, text)).OrderBy(row => tab == "done" ? -row.NotBefore.UtcTicks : row.NotBefore.UtcTicks).ToList();
        return context.Page<InboxPage>(new InboxModel(tab is "others" or "done" ? tab : "todo", text, shown, waiting.Count(row => row.MayDecide), waiting.Count(row => !row.MayDecide)));
    }

    private static bool Matches(InterventionRow row, string text) => text.Length == 0
        || new[] { row.Number, row.DeviceName, row.DeviceLabel, row.VendorName, row.Place }.Concat(row.Technicians).Any(part => part.Contains(text, StringComparison.CurrentCultureIgnoreCase));
}
