using System.Globalization;
using Bastion.Hosting;
using Bastion.Testing;

namespace Bastion.Hospitals;

/// <summary>Real processes on the real clock, with interventions that were asked and approved before, and an armed key to open them.</summary>
public sealed class PreparedPlanes : IAsyncDisposable
{
    private readonly HospitalFiles files;
    private readonly Hospital? admin;

    private PreparedPlanes(HospitalFiles files, HospitalSeed seed, HospitalProcesses planes, ArmedDoors doors, SshDevice device, Hospital? admin)
    {
        this.files = files;
        this.admin = admin;
        Seed = seed;
        Planes = planes;
        Doors = doors;
        Device = device;
    }

    public HospitalSeed Seed { get; }

    public HospitalProcesses Planes { get; }

    public ArmedDoors Doors { get; }

    public SshDevice Device { get; }

    /// <summary>With <see cref="Preparation.AdminHere"/> only.</summary>
    public Hospital Admin => admin ?? throw new InvalidOperationException("Admin is a process of its own.");

    public static async Task<PreparedPlanes> Start(Preparation preparation)
    {
        var device = await SshDevice.Start(preparation.Device);
        var files = new HospitalFiles(sessionCeilingBytes: preparation.SessionCeilingBytes, wholeLog: preparation.WholeLog);
        var seed = new HospitalSeed(device, preparation.Devices, preparation.DevicePort?.Invoke(device));
        var key = await SshKeyPair.Create(files.Directory.At("armed-key"));
        var hospital = await Hospital.Start(seed, TimeProvider.System, files);
        var approved = await Approve(hospital, preparation);
        await hospital.StopGateway();
        await hospital.StopRecorder();
        if (!preparation.AdminHere)
        {
            await hospital.DisposeAsync();
        }

        var planes = new HospitalProcesses(files);
        await planes.Start(preparation.AdminHere ? [Plane.Recorder, Plane.Gateway] : [Plane.Recorder, Plane.Admin, Plane.Gateway]);
        return new PreparedPlanes(files, seed, planes, new ArmedDoors(seed, approved, key), device, preparation.AdminHere ? hospital : null);
    }

    public async ValueTask DisposeAsync()
    {
        await Planes.DisposeAsync();
        if (admin is not null)
        {
            await admin.DisposeAsync();
        }

        await Device.DisposeAsync();
        files.Dispose();
    }

    private static async Task<List<(string Device, string Intervention)>> Approve(Hospital hospital, Preparation preparation)
    {
        var sami = await hospital.Technician("sami.belkacem");
        var claire = await hospital.Staff("claire.aubanel");
        var approved = new List<(string, string)>();
        foreach (var number in Enumerable.Range(1, preparation.Devices))
        {
            var device = "LOAD-" + number.ToString("000", CultureInfo.InvariantCulture);
            var (id, _) = await sami.Request(device, hospital.Now, preparation.Window, [.. preparation.Controls]);
            await claire.Approve(id);
            approved.Add((device, id));
        }

        return approved;
    }
}
