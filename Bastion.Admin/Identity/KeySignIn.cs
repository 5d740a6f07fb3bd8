namespace Bastion.Admin.Identity;

/// <summary>Exactly one of the two.</summary>
internal sealed record KeySignIn(NewSignIn? SignedIn, string? Attempt);
