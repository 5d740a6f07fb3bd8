using Bastion.Admin.Interventions;

namespace Bastion.Admin.Web.Listing;

/// <param name="Filter">all, planned, open or past.</param>
/// <param name="Page">From 1.</param>
internal sealed record ListModel(string Filter, string Text, string Sort, int Page, InterventionPageOf Found)
{
    public const int Size = 50;
}
