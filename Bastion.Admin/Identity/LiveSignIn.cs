namespace Bastion.Admin.Identity;

/// <param name="NoticeDue">Version of the recording notice still to accept; 0 = none.</param>
internal sealed record LiveSignIn(SignInSession SignIn, Account Account, int NoticeDue);
