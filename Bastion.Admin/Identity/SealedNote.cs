namespace Bastion.Admin.Identity;

/// <param name="AccountId">Empty when it is not known yet whose it is.</param>
internal sealed record SealedNote(Guid Id, string Purpose, AccountKind Kind, Guid AccountId, string Text, DateTimeOffset ExpiresAt);
