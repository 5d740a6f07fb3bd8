using Bastion.Admin.Interventions;

namespace Bastion.Admin.Web.Planning;

internal sealed record CalendarModel(DateOnly Monday, IReadOnlyList<InterventionRow> Rows, IReadOnlyList<string> Places, string Place);
