using Bastion.Admin.Identity;
using Bastion.Admin.Persistence;

namespace Bastion.Admin.Interventions;

/// <summary>What staff pages show. Every state is evaluated at the instant of reading (L3).</summary>
internal sealed class InterventionReader(AdminStore store, TimeProvider time)
{
    /// <summary>Requests that wait for a decision of somebody, oldest window first; those the reader may decide say so.</summary>
    public Task<IReadOnlyList<InterventionRow>> InboxAsync(StaffContext who, CancellationToken cancellation) => throw new NotImplementedException(store.ToString() + time);

    /// <summary>Newest window first. Engineers and ward representatives see their scope, auditors all.</summary>
    public Task<IReadOnlyList<InterventionRow>> ListAsync(StaffContext who, InterventionFilter filter, CancellationToken cancellation) => throw new NotImplementedException();

    /// <param name="who">The reader.</param>
    /// <param name="idOrNumber">UUID or INT-YYYY-NNNNN.</param>
    /// <param name="cancellation">Of the request.</param>
    public Task<InterventionSheet?> GetAsync(StaffContext who, string idOrNumber, CancellationToken cancellation) => throw new NotImplementedException();
}
