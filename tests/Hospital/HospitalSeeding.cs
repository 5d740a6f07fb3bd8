using Bastion.Hosting;
using Bastion.Testing;

namespace Bastion.Hospitals;

/// <summary>Puts people and devices into a new database, by Admin's own command.</summary>
internal static class HospitalSeeding
{
    public static async Task Run(HospitalFiles files, HospitalSeed seed)
    {
        var file = files.Directory.At("seed.json");
        SettingsFile.Write(file, seed.Seed);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await ChildProcess.Run("dotnet", Path.Combine(AppContext.BaseDirectory, "Bastion.Admin.dll"), files.Settings(Plane.Admin), "seed-demo", file);

        // It holds the device's password, which later must be found nowhere.
        File.Delete(file);
    }
}
