using System.Diagnostics;
using Bastion.Appliance;
using Bastion.Hosting;

static void Say(string line) => Console.WriteLine(line);

try
{
    var command = Command.Parse(args);
    var installation = Installation.Open(command, TimeProvider.System, Say);
    switch (command.Verb)
    {
        case "prepare":
            installation.Prepare();
            return 0;
        case "renew":
            foreach (var name in installation.Certificates.Renew())
                Say(name);
            return 0;
        case "admin":
            using (var process = Process.Start(installation.CommandFor(Plane.Admin, command.Rest).StartInfo())!)
            {
                await process.WaitForExitAsync();
                return process.ExitCode;
            }
        default:
            installation.Prepare();
            return await new Supervisor(installation, TimeProvider.System, Say).Run();
    }
}
catch (SettingsException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    if (args.Length == 0)
        await Console.Error.WriteLineAsync(Command.Usage);
    return ServiceKeeper.SettingsExitCode;
}
catch (FileNotFoundException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return ServiceKeeper.SettingsExitCode;
}
