using Bastion.Admin.Interventions;

namespace Bastion.Admin.Web.Listing;

/// <param name="Filter">all, planned, open or past.</param>
internal sealed record ListModel(string Filter, string Text, IReadOnlyList<InterventionRow> Rows);
