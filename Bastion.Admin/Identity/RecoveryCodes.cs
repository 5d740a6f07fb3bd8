using System.Security.Cryptography;
using System.Text;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vault;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Identity;

/// <summary>Ten codes of 50 bits; each stands in for one TOTP code.</summary>
internal sealed class RecoveryCodes(SecretVault vault)
{
    private const int Count = 10;
    private const int Length = 10;

    // Crockford's alphabet: nothing to confuse when it is read from paper.
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>Replaces all codes of the account and gives the new ones, in clear, once.</summary>
    public async Task<IReadOnlyList<string>> ReplaceAsync(AdminDb db, Guid accountId, DateTimeOffset now)
    {
        db.RecoveryCodes.RemoveRange(await db.RecoveryCodes.Where(code => code.AccountId == accountId).ToListAsync());
        var codes = new List<string>(Count);
        for (var i = 0; i < Count; i++)
        {
            var code = RandomNumberGenerator.GetString(Alphabet, Length);
            codes.Add($"{code[..5]}-{code[5..]}");
            db.RecoveryCodes.Add(new RecoveryCode { Id = Guid.CreateVersion7(now), AccountId = accountId, Hash = Hash(accountId, code) });
        }

        return codes;
    }

    /// <summary>Marks the code used when it is an unused one of this account.</summary>
    public async Task<bool> TryUseAsync(AdminDb db, Guid accountId, string typed, DateTimeOffset now)
    {
        var code = typed.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        var hash = Hash(accountId, code.Length == Length ? code : "");
        var match = (await db.RecoveryCodes.Where(one => one.AccountId == accountId && one.UsedAt == null).ToListAsync())
            .Find(one => CryptographicOperations.FixedTimeEquals(one.Hash, hash));
        if (match is null)
            return false;
        match.UsedAt = now;
        return true;
    }

    private byte[] Hash(Guid accountId, string code) => vault.Mac("recovery-code", Encoding.UTF8.GetBytes(accountId.ToString("D") + code));
}
