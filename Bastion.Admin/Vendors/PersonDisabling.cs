using Bastion.Admin.Identity;

namespace Bastion.Admin.Vendors;

/// <summary>Takes a person's access away, at once.</summary>
internal sealed class PersonDisabling
{
    public Task<Outcome<bool>> DisableAsync(StaffContext by, Guid accountId, string reason, CancellationToken cancellation) => throw new NotImplementedException();
}
