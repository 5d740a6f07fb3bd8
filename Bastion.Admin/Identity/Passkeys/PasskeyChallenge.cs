namespace Bastion.Admin.Identity.Passkeys;

/// <param name="Options">JSON for the browser's WebAuthn call.</param>
/// <param name="Attempt">Sealed state; comes back with the answer, once, in five minutes.</param>
internal sealed record PasskeyChallenge(string Options, string Attempt);
