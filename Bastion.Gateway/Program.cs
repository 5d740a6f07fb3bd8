using Bastion.Gateway;
using Bastion.Hosting;

if (args.Length != 1)
{
    await Console.Error.WriteLineAsync("usage: Bastion.Gateway settings.json");
    return 2;
}
try
{
    await GatewayHost.Build(GatewayOptions.Load(args[0]), TimeProvider.System).RunAsync();
    return 0;
}
catch (SettingsException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
