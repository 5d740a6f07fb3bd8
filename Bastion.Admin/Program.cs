using Bastion.Admin;
using Bastion.Admin.Demo;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vault;
using Bastion.Hosting;

if (args is not ([_] or [_, "seed-demo", _]))
{
    await Console.Error.WriteLineAsync("usage: Bastion.Admin settings.json [seed-demo demo-seed.json]");
    return 2;
}
try
{
    var app = AdminHost.Build(AdminOptions.Load(args[0]), TimeProvider.System);
    if (args.Length == 3)
    {
        await using (app)
        {
            await app.Services.GetRequiredService<AdminStore>().MigrateAsync();
            await app.Services.GetRequiredService<SecretVault>().OpenAsync();
            await app.Services.GetRequiredService<DemoSeeding>().RunAsync(args[2], CancellationToken.None);
            return 0;
        }
    }
    await app.RunAsync();
    return 0;
}
catch (SettingsException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
