using Bastion.Hosting;
using Bastion.Recorder;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: Bastion.Recorder <settings file>");
    return 2;
}
try
{
    RecorderHost.Build(RecorderOptions.Load(args[0]), TimeProvider.System).Run();
    return 0;
}
catch (SettingsException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
