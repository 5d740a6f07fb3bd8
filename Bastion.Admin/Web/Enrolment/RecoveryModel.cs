namespace Bastion.Admin.Web.Enrolment;

internal sealed record RecoveryModel(IReadOnlyList<string> Codes)
{
    // Recovery codes are secrets: they are shown by one page and printed by nothing else.
    public override string ToString() => $"{Codes.Count} codes";
}
