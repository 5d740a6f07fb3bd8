using Bastion.Admin.Interventions;
using Bastion.Admin.Web.Routing;

namespace Bastion.Admin.Web.Listing;

internal static class ListRoutes
{
    public static async Task<IResult> Show(HttpContext context, InterventionReader interventions, string? filter, string? q)
    {
        IReadOnlyList<InterventionState> states = filter switch
        {
            "planned" => [InterventionState.Requested, InterventionState.Approved],
            "open" => [InterventionState.Open],
            "past" => [InterventionState.Ended, InterventionState.Reported, InterventionState.Closed, InterventionState.Refused, InterventionState.Withdrawn, InterventionState.Lapsed],
            _ => [],
        };
        var text = (q ?? "").Trim();
        var rows = await interventions.ListAsync(context.Staff(), new InterventionFilter(states, text), context.RequestAborted);
        return context.Page<ListPage>(new ListModel(states.Count == 0 ? "all" : filter!, text, rows));
    }
}
