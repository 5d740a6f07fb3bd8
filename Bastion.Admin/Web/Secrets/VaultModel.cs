using Bastion.Admin.Rights.TwoPersons;
using Bastion.Admin.Vault;

namespace Bastion.Admin.Web.Secrets;

/// <param name="Lines">Every credential that this person may know of.</param>
/// <param name="Reveals">Own reveals that were confirmed and not used yet.</param>
/// <param name="Said">Why an act was refused.</param>
/// <param name="Shown">Account and secret, on this answer only.</param>
internal sealed record VaultModel(IReadOnlyList<VaultLine> Lines, IReadOnlyList<Proposal> Reveals, string? Said, (string Account, string Secret)? Shown)
{
    // The secret is on one page and nowhere else.
    public override string ToString() => $"{Lines.Count} credentials";
}
