using Bastion.Admin.Rights.TwoPersons;

namespace Bastion.Admin.Web.Confirmations;

/// <param name="Proposals">What waits, then what was settled.</param>
/// <param name="MayConfirm">This person may be the second one.</param>
/// <param name="Said">Why an act was refused.</param>
/// <param name="Link">A one-use address that was just made; shown on this answer only.</param>
internal sealed record ConfirmationsModel(IReadOnlyList<Proposal> Proposals, bool MayConfirm, string? Said, string? Link, string? LinkFor)
{
    // The link is a secret until it is used.
    public override string ToString() => $"{Proposals.Count} proposals";
}
