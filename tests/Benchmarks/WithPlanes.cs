using System.Globalization;
using Bastion.Hospitals;
using Bastion.Hosting;
using Bastion.Testing;

namespace Bastion.Benchmarks;

/// <summary>
/// Runs another program while three planes and a real sshd behind them are up, and says in its environment where everything is: for peers' own
/// test suites, auditors of algorithms, and scripts. With BASTION_WITH_DEVICE_PORT the devices are said to be at that port, where the program listens.
/// </summary>
internal static class WithPlanes
{
    private const int Devices = 20;

    public static async Task<int> Run(IReadOnlyList<string> command)
    {
        await using var prepared = await PreparedPlanes.Start(new Preparation
        {
            Devices = Devices,
            Device = new SshDeviceOptions { ExtraConfiguration = "AcceptEnv *" },
            WholeLog = true,
            Controls = ["exec", "sftpDown", "sftpUp", "scpDown", "scpUp"],
            SessionCeilingBytes = 1L << 30,
            DevicePort = int.TryParse(Environment.GetEnvironmentVariable("BASTION_WITH_DEVICE_PORT"), NumberStyles.None, CultureInfo.InvariantCulture, out var there) ? _ => there : null,
        });
        using var here = new TemporaryDirectory("with");
        var files = prepared.Planes.Files;
        OpenSshOptions? first = null;
        for (var place = 0; place < Devices; place++)
        {
            first ??= await prepared.Doors.Of(prepared.Planes, place);
            await prepared.Doors.Of(prepared.Planes, place);
        }

        var port = files.SshPort.ToString(CultureInfo.InvariantCulture);
        var known = here.Write("known_hosts", await ChildProcess.Run("ssh-keyscan", "-p", port, first!.Host));
        var config = here.Write("config", $"""
            Host *
              HostName {first.Host}
              HostKeyAlias [{first.Host}]:{port}
              Port {port}
              User {first.User}
              IdentityFile {first.Identity}
              IdentitiesOnly yes
              BatchMode yes
              StrictHostKeyChecking yes
              UserKnownHostsFile {known}
              GlobalKnownHostsFile none

            """);
        await using var process = ChildProcess.Start(command[0], command.Skip(1), new Dictionary<string, string?>
        {
            ["BASTION_SSH_PORT"] = port,
            ["BASTION_SSH_COMPATIBLE_PORT"] = files.SshCompatiblePort.ToString(CultureInfo.InvariantCulture),
            ["BASTION_SSH_CONFIG"] = config,
            ["BASTION_SSH_USER"] = first.User,
            ["BASTION_SSH_DEVICES"] = Devices.ToString(CultureInfo.InvariantCulture),
            ["BASTION_SSH_IDENTITY"] = first.Identity,
            ["BASTION_DEVICE_PORT"] = prepared.Device.Port.ToString(CultureInfo.InvariantCulture),
            ["BASTION_DEVICE_PID"] = prepared.Device.ProcessId.ToString(CultureInfo.InvariantCulture),
            ["BASTION_DEVICE_ACCOUNT"] = prepared.Device.Account,
            ["BASTION_DEVICE_KEY"] = prepared.Device.AccountKey.PrivateFile,
            ["BASTION_DEVICE_HOME"] = prepared.Device.Home,
            ["BASTION_PIDS"] = string.Join(' ', Enum.GetValues<Plane>().Select(plane => prepared.Planes.Process(plane).Id.ToString(CultureInfo.InvariantCulture))),
        });
        process.Input.Close();
        var code = await process.Exited.Within("the program to end", TimeSpan.FromHours(2));
        await Console.Out.WriteAsync(process.Output.Text);
        await Console.Error.WriteAsync(process.Errors.Text);
        return code;
    }
}
