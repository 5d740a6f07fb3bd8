using System.Globalization;
using System.Text;
using Bastion.Admin.Rights;
using Bastion.Admin.Web.Routing;

namespace Bastion.Admin.Tests.Rights;

/// <summary>docs/rights.md as the table of rights would write it.</summary>
internal static class RightsPage
{
    public static string Text()
    {
        var page = new StringBuilder();
        page.AppendLine("# Rights").AppendLine();
        page.AppendLine("Written by `BASTION_WRITE_DOCS=1 dotnet test tests/Bastion.Admin --filter Table_InDocs`; a test compares it with `Bastion.Admin/Rights/RightsTable.cs`.");
        page.AppendLine("An act that is not here is refused to everybody. *own* = what is this person's (of a manager: the vendor's); *named* = interventions that name the technician;");
        page.AppendLine("*scope* = devices in the person's scope; *all* = the establishment. ItSecurity holds what Engineer holds and this besides. Every address of the staff door and every method that Gateway may call names one of these acts, and a test asks each");
        page.AppendLine("address for each role in each state of identity (whole, password only, idle, expired, ended, disabled, other door, nobody, made-up token).").AppendLine();
        Lines(page, "Staff", [Role.Visitor, Role.Ward, Role.Engineer, Role.ItSecurity, Role.Auditor, Role.Administrator], RightsTable.Everything.Where(right => right.By is null));
        page.AppendLine();
        Lines(page, "Technicians, through Gateway", [Role.Visitor, Role.Technician, Role.Manager], RightsTable.Everything.Where(right => right.By is not null));
        return page.ToString();
    }

    private static void Lines(StringBuilder page, string title, Role[] roles, IEnumerable<Right> rights)
    {
        page.AppendLine(CultureInfo.InvariantCulture, $"## {title}").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"| Act | {string.Join(" | ", roles)} | Conditions | Where |");
        page.AppendLine(CultureInfo.InvariantCulture, $"|---|{string.Concat(roles.Select(_ => "---|"))}---|---|");
        foreach (var right in rights)
        {
            var reaches = roles.Select(role => right.For(role) == Reach.Never ? "–" : right.For(role).ToString().ToLowerInvariant());
            var conditions = new List<string>();
            if (right.Factor is { } factor)
                conditions.Add($"second factor ≤ {factor.TotalMinutes} min");
            if (right.Decides)
                conditions.Add("not in the first day of a new Engineer");
            if (right.Bound)
                conditions.Add("bound passkey where demanded");
            if (right.TwoPersons)
                conditions.Add("two persons");
            var where = RouteTable.All.Where(route => route.Act == right.Act).Select(route => $"`{route.Method} {route.Pattern}`");
            page.AppendLine(CultureInfo.InvariantCulture, $"| {right.Act} | {string.Join(" | ", reaches)} | {string.Join(", ", conditions)} | {string.Join(" ", where)} |");
        }
    }
}
