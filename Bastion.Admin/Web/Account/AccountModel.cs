using Bastion.Admin.Identity;
using Bastion.Admin.Identity.Passkeys;

namespace Bastion.Admin.Web.Account;

/// <param name="Passkeys">Own.</param>
/// <param name="SignIns">Where this person is signed in now, newest first.</param>
/// <param name="Current">The sign-in that asks.</param>
/// <param name="Stale">Adding or removing a passkey wants a code first.</param>
/// <param name="Said">Why an act was refused.</param>
internal sealed record AccountModel(IReadOnlyList<Passkey> Passkeys, IReadOnlyList<SignInSession> SignIns, string Current, bool Stale, string? Said);
