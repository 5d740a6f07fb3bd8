using System.Security.Cryptography;
using Bastion.Gateway.Tests.Peers;
using Bastion.Testing;

namespace Bastion.Gateway.Tests.SshBroker;

/// <summary>New keys in the middle of everything, on both legs and asked for by the far ends; our own beginning of it is tested in the engine.</summary>
[Collection("one at a time")]
public sealed class RekeyTests
{
    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task BulkBothWays_BothLegsRekeyEveryMegabyte_ArrivesWhole()
    {
        await using var device = await SshDevice.Start(new SshDeviceOptions { ExtraConfiguration = "RekeyLimit 1M 1h" });
        await using var gateway = await GatewayUnderTest.StartAsync(device);
        var sent = RandomNumberGenerator.GetBytes(8_000_000);
        await using var ssh = OpenSshClient.Start(gateway.Technician("cat") with { Arguments = ["-o", "RekeyLimit=1M"] });
        await ssh.TypeAsync(sent, CancellationToken.None);
        ssh.CloseInput();

        Assert.Equal(0, await ssh.Exited.Within("ssh ends", TimeSpan.FromMinutes(2)));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(sent)), Convert.ToHexString(SHA256.HashData(ssh.Received.ToArray())));
        Assert.InRange(device.Log.Text.Split("rekeying in progress").Length + device.Log.Text.Split("SSH2_MSG_KEXINIT sent").Length, 8, int.MaxValue);
    }
}
