using Bastion.Witness;

if (args.Length != 1)
{
    await Console.Error.WriteLineAsync("usage: Bastion.Witness settings.json");
    return 2;
}
try
{
    var app = WitnessHost.Build(WitnessOptions.Load(args[0]), TimeProvider.System);
    await Console.Out.WriteLineAsync(WitnessHost.VerifierKey(app));
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is InvalidDataException or IOException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
