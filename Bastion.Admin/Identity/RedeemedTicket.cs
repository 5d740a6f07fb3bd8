namespace Bastion.Admin.Identity;

/// <param name="SignIn">Opens the ticket's intervention and no other.</param>
/// <param name="SessionBaseKey">Of an NTLM proof; empty with a password.</param>
internal sealed record RedeemedTicket(NewSignIn SignIn, byte[] SessionBaseKey)
{
    public override string ToString() => "redeemed ticket";
}
