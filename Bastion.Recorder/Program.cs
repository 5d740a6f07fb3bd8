using Bastion.Hosting;
using Bastion.Recorder;

if (args.Length != 1)
{
    await Console.Error.WriteLineAsync("usage: Bastion.Recorder settings.json");
    return 2;
}
try
{
    await RecorderHost.Build(RecorderOptions.Load(args[0]), TimeProvider.System).RunAsync();
    return 0;
}
catch (SettingsException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
