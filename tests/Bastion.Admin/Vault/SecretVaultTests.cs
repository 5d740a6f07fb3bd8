using System.Security.Cryptography;
using System.Text;
using Bastion.Admin.Vault;

namespace Bastion.Admin.Tests.Vault;

public sealed class SecretVaultTests
{
    [Fact]
    public async Task Open_InAnotherRowOrPurposeOrAltered_Fails()
    {
        await using var hospital = await TestHospital.OpenAsync(pumping: false);
        var vault = hospital.Get<SecretVault>();
        var row = Guid.NewGuid();
        var box = vault.Seal("credential", row, "secret"u8);
        using (var opened = vault.Open("credential", row, box))
            Assert.Equal("secret", opened.Reveal());
        Assert.ThrowsAny<CryptographicException>(() => vault.Open("credential", Guid.NewGuid(), box));
        Assert.ThrowsAny<CryptographicException>(() => vault.Open("totp", row, box));
        box[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => vault.Open("credential", row, box));
        Assert.ThrowsAny<CryptographicException>(() => vault.Open("credential", row, box.AsSpan(0, 10)));
    }

    [Fact]
    public async Task DatabaseFile_HoldsNoDeviceSecret()
    {
        await using var hospital = await TestHospital.OpenAsync(pumping: false);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(hospital.DatabaseFile)!, "bastion.db*"))
            Assert.Equal(-1, (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(TestHospital.DevicePassword)));
    }
}
