using Bastion.Admin;
using Bastion.Hosting;

if (args.Length != 1)
{
    await Console.Error.WriteLineAsync("usage: Bastion.Admin settings.json");
    return 2;
}
try
{
    await AdminHost.Build(AdminOptions.Load(args[0]), TimeProvider.System).RunAsync();
    return 0;
}
catch (SettingsException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
