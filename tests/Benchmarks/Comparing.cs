using Bastion.Hospitals;
using Bastion.Hosting;
using Bastion.Testing;

namespace Bastion.Benchmarks;

/// <summary>The three ways to one device: its own sshd, a jump host before it, Bastion before it (recorded and durable).</summary>
internal static class Comparing
{
    public static async Task Run(bool brief, IReadOnlyList<string> only, TextWriter writer)
    {
        await using var jump = await SshDevice.Start(new SshDeviceOptions { Account = "jumper" });

        // Three sessions a device at most: enough devices for all idle ones.
        await using var prepared = await PreparedPlanes.Start(new Preparation
        {
            Devices = 20,
            Device = new SshDeviceOptions(),
            WholeLog = true,
            Controls = ["exec", "sftpDown", "sftpUp"],
        });
        var device = prepared.Device;
        using var load = new FileLoad(device, brief ? 32_000_000 : 100_000_000);
        OpenSshOptions direct = new() { Port = device.Port, User = device.Account, Identity = device.AccountKey.PrivateFile };
        List<Route> routes =
        [
            new("sshd", () => Task.FromResult(direct), () => [device.ProcessId]),
            new("ssh -J", () => Task.FromResult(direct with { Jump = new() { Port = jump.Port, User = jump.Account, Identity = jump.AccountKey.PrivateFile } }), () => [jump.ProcessId]),
            new("Bastion", () => prepared.Doors.Next(prepared.Planes), () => [.. Enum.GetValues<Plane>().Select(plane => prepared.Planes.Process(plane).Id)]),
        ];
        await Console.Error.WriteLineAsync(string.Join(", ", Enum.GetValues<Plane>().Select(plane => $"{plane} {prepared.Planes.Process(plane).Id}")));
        await new Comparison(routes, load, brief, only).Run(writer);
    }
}
