using Bastion.Admin.Files;
using Bastion.Admin.Identity;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Rights;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Vault;

/// <summary>
/// Replaces the keys of the vault while it is in use. A new data key seals at once; every row is then sealed again, a few per transaction,
/// and an old key is forgotten half an hour later. A crash in between loses nothing: both keys open until the end.
/// </summary>
internal sealed class KeyRotation(AdminStore store, SecretVault vault, MasterKeys masters, TimeProvider time) : IDisposable
{
    private const int Batch = 50;

    /// <summary>Far longer than any value waits between being sealed and being stored.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(30);

    private readonly SemaphoreSlim one = new(1);

    public void Dispose() => one.Dispose();

    /// <summary>Answers how many values were sealed again. Denials: act.not_allowed, factor.weak, factor.stale.</summary>
    public async Task<Outcome<int>> RotateDataKeyAsync(StaffContext by, CancellationToken cancellation)
    {
        if (RightsJudge.Judge(by, "vault.rotate", time.GetUtcNow()) is { } refused)
            return refused;
        await one.WaitAsync(cancellation);
        try
        {
            await vault.AddDataKeyAsync();
            var renewed = await RenewAllAsync(cancellation);
            await store.WriteAsync(db =>
            {
                Outbox.Write(db, time.GetUtcNow(), new Act("vault.data_key_rotated", by.Actor) { Source = by.Source, Facts = new Dictionary<string, string> { ["values"] = renewed.ToString(System.Globalization.CultureInfo.InvariantCulture) } });
                return Task.FromResult(true);
            }, cancellation);
            return renewed;
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Reads the master keys again and wraps every data key by the first. Denials: act.not_allowed, factor.weak, factor.stale, vault.master_unreadable.</summary>
    public async Task<Outcome<int>> WrapAgainAsync(StaffContext by, CancellationToken cancellation)
    {
        if (RightsJudge.Judge(by, "vault.rotate", time.GetUtcNow()) is { } refused)
            return refused;
        if (!masters.Reload())
            return Denial.Of(DenialCode.MasterUnreadable);
        return await store.WriteAsync<Outcome<int>>(async db =>
        {
            var count = await vault.WrapAgainAsync(db);
            Outbox.Write(db, time.GetUtcNow(), new Act("vault.master_rotated", by.Actor) { Source = by.Source, Facts = new Dictionary<string, string> { ["master"] = masters.Current.Name } });
            return count;
        }, cancellation);
    }

    /// <summary>Takes old data keys away once no writer can still hold a value that one of them sealed, and no row does.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var keys = await store.ReadAsync(db => db.DataKeys.Where(key => key.Purpose == DataKey.Sealing).ToListAsync(cancellation));
        if (keys.Count < 2 || time.GetUtcNow() - keys.Max(key => key.CreatedAt) < Grace)
            return;
        await one.WaitAsync(cancellation);
        try
        {
            await RenewAllAsync(cancellation);
            var old = await store.WriteAsync(async db =>
            {
                var rows = await db.DataKeys.Where(key => key.Purpose == DataKey.Sealing && key.Id != vault.Current).ToListAsync(cancellation);
                db.DataKeys.RemoveRange(rows);
                return rows;
            }, cancellation);
            foreach (var key in old)
                vault.Forget(key.Id);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Until a pass finds nothing: a row that was written with the old key meanwhile is found by the next.</summary>
    private async Task<int> RenewAllAsync(CancellationToken cancellation)
    {
        var all = 0;
        for (var found = -1; found != 0;)
        {
            found = await RenewAsync(db => db.Credentials, row => row.Id, CredentialStore.Purpose, row => row.Sealed, (row, value) => row.Sealed = value, cancellation)
                + await RenewAsync(db => db.Credentials.Where(row => row.Pending != null), row => row.Id, CredentialStore.Purpose, row => row.Pending!, (row, value) => row.Pending = value, cancellation)
                + await RenewAsync(db => db.Accounts.Where(row => row.TotpSecret != null), row => row.Id, "totp", row => row.TotpSecret!, (row, value) => row.TotpSecret = value, cancellation)
                + await RenewAsync(db => db.EnrolmentLinks, row => row.Id, Enrolments.Purpose, row => row.TotpSecret, (row, value) => row.TotpSecret = value, cancellation)
                + await RenewAsync(db => db.HeldFiles, row => row.Id, HeldFiles.KeyPurpose, row => row.Key, (row, value) => row.Key = value, cancellation);
            all += found;
        }

        return all;
    }

    private async Task<int> RenewAsync<T>(Func<AdminDb, IQueryable<T>> rows, Func<T, Guid> id, string purpose, Func<T, byte[]> read, Action<T, byte[]> write, CancellationToken cancellation)
        where T : class
    {
        var ids = await store.ReadAsync(async db => (await rows(db).ToListAsync(cancellation)).Where(row => Needs(read(row))).Select(id).ToList());
        foreach (var few in ids.Chunk(Batch))
        {
            await store.WriteAsync(async db =>
            {
                foreach (var row in (await rows(db).ToListAsync(cancellation)).Where(row => few.Contains(id(row))))
                {
                    if (vault.Renew(purpose, id(row), read(row)) is { } renewed)
                        write(row, renewed);
                }

                return true;
            }, cancellation);
        }

        return ids.Count;
    }

    private bool Needs(byte[] sealedBytes) => sealedBytes.Length > 17 && new Guid(sealedBytes.AsSpan(1, 16), bigEndian: true) != vault.Current;
}
