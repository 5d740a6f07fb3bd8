using Bastion.Admin;
using Bastion.Admin.Demo;
using Bastion.Hosting;

if (args is not ([_] or [_, "seed-demo", _]))
{
    await Console.Error.WriteLineAsync("usage: Bastion.Admin settings.json [seed-demo demo-seed.json]");
    return 2;
}
try
{
    await using var app = AdminHost.Build(AdminOptions.Load(args[0]), TimeProvider.System);
    if (args is [_, "seed-demo", var file])
    {
        await app.Services.GetRequiredService<StartUp>().PrepareAsync();
        await app.Services.GetRequiredService<DemoSeeding>().RunAsync(file, CancellationToken.None);
        return 0;
    }

    await app.RunAsync();
    return 0;
}
catch (SettingsException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
