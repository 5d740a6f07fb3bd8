namespace Bastion.Admin.Identity;

/// <param name="Token">For the cookie; Admin keeps its hash only.</param>
internal sealed record StaffSignedIn(string Token, StaffContext Staff);
