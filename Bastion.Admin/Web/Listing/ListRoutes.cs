using Bastion.Admin.Interventions;
using Bastion.Admin.Web.Routing;

namespace Bastion.Admin.Web.Listing;

internal static class ListRoutes
{
    private static readonly string[] Sorts = ["device", "vendor", "state", "window", "-device", "-vendor", "-state", "-window"];

    public static async Task<IResult> Show(HttpContext context, InterventionReader interventions, string? filter, string? q, string? sort, int? page)
    {
        var states = StatesOf(filter);
        var text = (q ?? "").Trim();
        var order = Sorts.Contains(sort) ? sort! : "";
        var at = Math.Clamp(page ?? 1, 1, 10_000);
        var found = await interventions.PageAsync(context.Staff(), new InterventionQuery(states, text, order, (at - 1) * ListModel.Size, ListModel.Size), context.RequestAborted);
        return context.Page<ListPage>(new ListModel(states.Count == 0 ? "all" : filter!, text, order, at, found));
    }

    public static IReadOnlyList<InterventionState> StatesOf(string? filter) => filter switch
    {
        "planned" => [InterventionState.Requested, InterventionState.Approved],
        "open" => [InterventionState.Open],
        "past" => [InterventionState.Ended, InterventionState.Reported, InterventionState.Closed, InterventionState.Refused, InterventionState.Withdrawn, InterventionState.Lapsed],
        _ => [],
    };
}
