using System.Security.Cryptography;
using Bastion.Admin.Identity;
using Bastion.Admin.Vault;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Tests.Vault;

public sealed class KeyRotationTests
{
    [Fact]
    public async Task DataKey_RotatedWhileSignInsGoOn_EverythingOpensAndTheOldKeyIsGone()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var vault = hospital.Get<SecretVault>();
        await hospital.Store.WriteAsync(async db =>
        {
            foreach (var account in await db.Accounts.ToListAsync())
                account.TotpSecret = vault.Seal("totp", account.Id, TotpCodes.NewSecret());
            return true;
        });
        var old = vault.Current;
        var admin = await AdministratorAsync(hospital);
        using var stop = new CancellationTokenSource();
        var busy = Task.Run(async () =>
        {
            // Sealed with whatever key is current at that instant; a rotation that missed one would lose it.
            while (!stop.IsCancellationRequested)
                await hospital.Store.WriteAsync(async db => (await db.Accounts.SingleAsync(one => one.Id == hospital.Sami)).TotpSecret = vault.Seal("totp", hospital.Sami, "12345678901234567890"u8));
        });
        var rotated = await hospital.Get<KeyRotation>().RotateDataKeyAsync(admin, CancellationToken.None);
        await stop.CancelAsync();
        await busy;
        Assert.Null(rotated.Denial);
        Assert.True(rotated.Value >= 4);
        Assert.NotEqual(old, vault.Current);
        Assert.Equal(2, await hospital.Store.ReadAsync(db => db.DataKeys.CountAsync(key => key.Purpose == DataKey.Sealing)));
        hospital.Time.Advance(TimeSpan.FromMinutes(31));
        await hospital.Get<KeyRotation>().SweepAsync(CancellationToken.None);
        Assert.Equal([vault.Current], await hospital.Store.ReadAsync(db => db.DataKeys.Where(key => key.Purpose == DataKey.Sealing).Select(key => key.Id).ToListAsync()));
        foreach (var account in await hospital.Store.ReadAsync(db => db.Accounts.Where(one => one.TotpSecret != null).ToListAsync()))
            vault.Open("totp", account.Id, account.TotpSecret!).Dispose();
        using var secret = hospital.Get<CredentialStore>().Open(await hospital.Store.ReadAsync(db => db.Credentials.SingleAsync()));
        Assert.Equal(TestHospital.DevicePassword, secret.Reveal());
        Assert.Contains("vault.data_key_rotated", await hospital.JournalKindsAsync());
    }

    [Fact]
    public async Task MasterKey_NewFirstLineAndWrappedAgain_OldLineMayGoAndRecoveryCodesHold()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var codes = await hospital.Store.WriteAsync(db => hospital.Get<RecoveryCodes>().ReplaceAsync(db, hospital.Sami, hospital.Now));
        var file = hospital.Options.MasterKeyFile!;
        var old = (await File.ReadAllTextAsync(file)).Trim();
        var fresh = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await File.WriteAllTextAsync(file, fresh + "\n" + old + "\n");
        Assert.Null((await hospital.Get<KeyRotation>().WrapAgainAsync(await AdministratorAsync(hospital), CancellationToken.None)).Denial);
        await File.WriteAllTextAsync(file, fresh);
        var restarted = new SecretVault(MasterKeys.Read(file, null)!, hospital.Store, hospital.Time);
        await restarted.OpenAsync();
        Assert.True(await hospital.Store.WriteAsync(db => new RecoveryCodes(restarted).TryUseAsync(db, hospital.Sami, codes[0], hospital.Now)));
        await File.WriteAllTextAsync(file, old);
        await Assert.ThrowsAsync<CryptographicException>(() => new SecretVault(MasterKeys.Read(file, null)!, hospital.Store, hospital.Time).OpenAsync());
    }

    [Fact]
    public void MasterKey_FromTheEnvironment_IsReadAndGarbageIsNot()
    {
        const string name = "BASTION_TEST_MASTER_KEY";
        Environment.SetEnvironmentVariable(name, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        Assert.NotNull(MasterKeys.Read(null, name));
        Environment.SetEnvironmentVariable(name, "not a key");
        Assert.Null(MasterKeys.Read(null, name));
        Environment.SetEnvironmentVariable(name, null);
        Assert.Null(MasterKeys.Read(null, name));
    }

    [Fact]
    public async Task Rotation_ByAnEngineer_IsRefused()
    {
        await using var hospital = await TestHospital.OpenAsync();
        Assert.Equal("act.not_allowed", (await hospital.Get<KeyRotation>().RotateDataKeyAsync(await hospital.StaffAsync(hospital.Claire), CancellationToken.None)).Denial?.Code);
    }

    internal static async Task<StaffContext> AdministratorAsync(TestHospital hospital, string name = "anne") =>
        (await hospital.StaffAsync(hospital.Claire)) with { StaffId = Guid.NewGuid(), Login = name, Name = name, Role = StaffRole.Administrator, Disciplines = Disciplines.None };
}
