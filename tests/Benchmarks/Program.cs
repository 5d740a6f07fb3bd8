using Bastion.Benchmarks;
using Bastion.Testing;

var brief = args.Contains("--short");
await using var device = await SshDevice.Start();
await using var jump = await SshDevice.Start(new SshDeviceOptions { Account = "jumper" });

OpenSshOptions direct = new() { Port = device.Port, User = device.Account, Identity = device.AccountKey.PrivateFile };
List<Route> routes =
[
    new("sshd", direct, () => [device.ProcessId]),
    new("ssh -J", direct with { Jump = new() { Port = jump.Port, User = jump.Account, Identity = jump.AccountKey.PrivateFile } }, () => [jump.ProcessId]),
];
await new Comparison(routes, brief).Run(Console.Out);
