using Microsoft.AspNetCore.Identity;

namespace Bastion.Admin.Identity.Passkeys;

/// <summary>Shows Identity's handler one loaded holder. It reads; what changes is written by <see cref="PasskeyDesk"/> in its own transaction.</summary>
internal sealed class PasskeyBook(PasskeyHolder holder) : IUserPasskeyStore<PasskeyHolder>
{
    public void Dispose()
    {
        // Nothing is held.
    }

    public Task<PasskeyHolder?> FindByIdAsync(string userId, CancellationToken cancellationToken) => Task.FromResult(userId == holder.Id ? holder : null);

    public Task<PasskeyHolder?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => Task.FromResult<PasskeyHolder?>(null);

    public Task<string> GetUserIdAsync(PasskeyHolder user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(PasskeyHolder user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Login);

    public Task<string?> GetNormalizedUserNameAsync(PasskeyHolder user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Login);

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyHolder user, CancellationToken cancellationToken) => Task.FromResult<IList<UserPasskeyInfo>>([.. user.Passkeys.Select(Info)]);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(PasskeyHolder user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(user.Passkeys.FirstOrDefault(one => one.CredentialId.AsSpan().SequenceEqual(credentialId)) is { } found ? Info(found) : null);

    public Task<PasskeyHolder?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(holder.Passkeys.Any(one => one.CredentialId.AsSpan().SequenceEqual(credentialId)) ? holder : null);

    public Task AddOrUpdatePasskeyAsync(PasskeyHolder user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RemovePasskeyAsync(PasskeyHolder user, byte[] credentialId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetUserNameAsync(PasskeyHolder user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetNormalizedUserNameAsync(PasskeyHolder user, string? normalizedName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> CreateAsync(PasskeyHolder user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> UpdateAsync(PasskeyHolder user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> DeleteAsync(PasskeyHolder user, CancellationToken cancellationToken) => throw new NotSupportedException();

    private static UserPasskeyInfo Info(Passkey one) => new(
        one.CredentialId, one.PublicKey, one.CreatedAt, (uint)one.SignCount, one.Transports.Split(',', StringSplitOptions.RemoveEmptyEntries),
        isUserVerified: true, one.BackupEligible, one.BackedUp, one.AttestationObject, one.ClientData)
    { Name = one.Name };
}
