using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal.Gate;
using Bastion.Gateway.Portal.Interventions;

namespace Bastion.Gateway.Portal.Account;

/// <summary>Asks Admin for what the account page shows.</summary>
internal sealed class AccountReader(Identity.IdentityClient identity, Admin.Contracts.Interventions.InterventionsClient interventions, TimeProvider clock)
{
    public async Task<AccountModel> ReadAsync(PortalVisit visit)
    {
        var keys = identity.ListKeysAsync(visit.Key, cancellationToken: visit.Patience).ResponseAsync;
        var passkeys = identity.ListPasskeysAsync(visit.Key, cancellationToken: visit.Patience).ResponseAsync;
        var list = interventions.ListAsync(visit.Key, cancellationToken: visit.Patience).ResponseAsync;
        var signIns = identity.ListSignInsAsync(visit.Key, cancellationToken: visit.Patience).ResponseAsync;
        await Task.WhenAll(keys, passkeys, list, signIns);
        var now = clock.GetUtcNow();
        return new AccountModel(
            [.. (await keys).Keys],
            [.. (await passkeys).Passkeys],
            [.. (await list).Interventions.Where(x => x.CanOpenSoon() && x.Until() > now).OrderBy(x => x.From())],
            [.. (await signIns).SignIns]);
    }
}
