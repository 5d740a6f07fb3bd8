using Bastion.Admin;
using Bastion.Admin.Demo;
using Bastion.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.Hospitals;

/// <summary>Puts people and devices into a new database, as Admin's own command does.</summary>
internal static class HospitalSeeding
{
    public static async Task Run(HospitalFiles files, HospitalSeed seed)
    {
        var file = files.Directory.At("seed.json");
        SettingsFile.Write(file, seed.Seed);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using (var app = AdminHost.Build(AdminOptions.Load(files.Settings(Plane.Admin)), TimeProvider.System))
        {
            await app.Services.GetRequiredService<StartUp>().PrepareAsync();
            await app.Services.GetRequiredService<DemoSeeding>().RunAsync(file, CancellationToken.None);
        }

        // It holds the device's password, which later must be found nowhere.
        File.Delete(file);
    }
}
