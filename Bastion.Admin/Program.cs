using Bastion.Admin;
using Bastion.Admin.Demo;
using Bastion.Admin.Oversight;
using Bastion.Hosting;

if (args is not ([_] or [_, "seed-demo", _] or [_, "after-restore"]))
{
    await Console.Error.WriteLineAsync("usage: Bastion.Admin settings.json [seed-demo demo-seed.json | after-restore]");
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

    if (args is [_, "after-restore"])
    {
        await app.Services.GetRequiredService<StartUp>().PrepareAsync();
        await Console.Out.WriteLineAsync($"Epoch {await app.Services.GetRequiredService<Restoration>().RunAsync()}: sign-ins, links and approvals from before are void.");
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
