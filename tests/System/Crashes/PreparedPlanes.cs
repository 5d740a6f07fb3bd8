using System.Globalization;
using Bastion.Hospitals;
using Bastion.Testing;

namespace Bastion.SystemTests.Crashes;

/// <summary>Three real processes with interventions that were asked and approved before, and an armed key to open them.</summary>
internal sealed class PreparedPlanes : IAsyncDisposable
{
    private readonly HospitalFiles files;

    private PreparedPlanes(HospitalFiles files, HospitalSeed seed, HospitalProcesses planes, CrashDoors doors, SshDevice device)
    {
        this.files = files;
        Seed = seed;
        Planes = planes;
        Doors = doors;
        Device = device;
    }

    public HospitalSeed Seed { get; }

    public HospitalProcesses Planes { get; }

    public CrashDoors Doors { get; }

    public SshDevice Device { get; }

    public static async Task<PreparedPlanes> Start(int devices, int lines = 20)
    {
        var device = await SshDevice.Start(PatternDevice.Options(lines));
        var files = new HospitalFiles();
        var seed = new HospitalSeed(device, devices);
        var key = await SshKeyPair.Create(files.Directory.At("crash-key"));
        var approved = await Approve(files, seed, devices);
        var planes = new HospitalProcesses(files);
        await planes.StartAll();
        return new PreparedPlanes(files, seed, planes, new CrashDoors(seed, approved, key), device);
    }

    public async ValueTask DisposeAsync()
    {
        await Planes.DisposeAsync();
        await Device.DisposeAsync();
        files.Dispose();
    }

    private static async Task<List<(string Device, string Intervention)>> Approve(HospitalFiles files, HospitalSeed seed, int devices)
    {
        await using var hospital = await Hospital.Start(seed, TimeProvider.System, files);
        var sami = await hospital.Technician("sami.belkacem");
        var claire = await hospital.Staff("claire.aubanel");
        var approved = new List<(string, string)>();
        foreach (var number in Enumerable.Range(1, devices))
        {
            var device = "LOAD-" + number.ToString("000", CultureInfo.InvariantCulture);
            var (id, _) = await sami.Request(device, hospital.Now, TimeSpan.FromHours(8), "exec");
            await claire.Approve(id);
            approved.Add((device, id));
        }

        return approved;
    }
}
