namespace Bastion.Admin.Identity;

/// <param name="AccountId">Empty for a login that does not exist.</param>
/// <param name="Proven">The first factor was right.</param>
internal sealed record Attempt(Guid Id, AccountKind Kind, Guid AccountId, string Login, bool Proven, DateTimeOffset ExpiresAt);
