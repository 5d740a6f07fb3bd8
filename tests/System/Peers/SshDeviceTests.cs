using Bastion.Testing;

namespace Bastion.SystemTests.Peers;

/// <summary>The peers themselves: what the promises stand on.</summary>
public sealed class SshDeviceTests
{
    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Device_Password_OpensAShellAndGivesExactBytes()
    {
        await using var device = await SshDevice.Start();
        await using var client = OpenSshClient.Start(Direct(device) with { Answers = [device.Password], Terminal = false, Command = "printf 'a\\nb\\0c'; cat >/dev/null" });
        await client.Received.WaitForLength(5);
        client.CloseInput();
        Assert.Equal(0, await client.Exited.Within("ssh to end"));
        Assert.Equal("a\nb\0c"u8.ToArray(), client.Received.ToArray());
        Assert.Contains("password:", Assert.Single(client.Prompts), StringComparison.Ordinal);
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Device_KeyOnScreen_IsARealTerminal()
    {
        await using var device = await SshDevice.Start();
        await using var client = OpenSshClient.Start(Direct(device) with { Identity = device.AccountKey.PrivateFile, OnScreen = true });
        await client.Received.WaitFor("$ ");
        client.Screen.Resize(132, 50);
        client.Type("tty; stty size\n");
        await client.Received.WaitFor("50 132");
        client.Type("exit\n");
        Assert.Equal(0, await client.Exited.Within("ssh to end"));
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Device_WrongPassword_IsRefused()
    {
        await using var device = await SshDevice.Start();
        await using var client = OpenSshClient.Start(Direct(device) with { Answers = ["wrong"], PasswordPrompts = 1 });
        Assert.Equal(255, await client.Exited.Within("ssh to end"));
        Assert.Contains("Permission denied", client.Errors.Text, StringComparison.Ordinal);
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Proxy_Stall_HoldsAndLosesNothing()
    {
        await using var device = await SshDevice.Start();
        await using var line = new FaultProxy(SshDevice.Host, device.Port);
        line.Split(7);
        await using var client = OpenSshClient.Start(Direct(device) with { Port = line.Port, Identity = device.AccountKey.PrivateFile, Terminal = false, Command = "cat" });
        client.Type("one\n");
        await client.Received.WaitFor("one");
        line.Stall();
        client.Type("two\n");
        line.Flow();
        await client.Received.WaitFor("two");
        line.Cut();
        Assert.Equal(255, await client.Exited.Within("ssh to end"));
        Assert.Equal("one\ntwo\n", client.Received.Text);
    }

    [PeerFact("sshd", "ssh", "unshare", "perl", "root")]
    public async Task PatternDevice_BothWays_KeepsEveryByte()
    {
        await using var device = await SshDevice.Start(PatternDevice.Options());
        await using var client = OpenSshClient.Start(Direct(device) with { Identity = device.AccountKey.PrivateFile, Terminal = false });
        client.Type("typed\n");
        await client.Received.WaitFor(" 0000000100\n");
        client.CloseInput();
        await client.Exited.Within("ssh to end");
        var (tag, bytes) = Assert.Single(PatternDevice.Received(device));
        Assert.Equal("typed\n"u8.ToArray(), bytes);
        Assert.StartsWith($"tag {tag}\n{tag} 0000000000\n{tag} 0000000001\n", client.Received.Text, StringComparison.Ordinal);
    }

    private static OpenSshOptions Direct(SshDevice device) => new() { Port = device.Port, User = device.Account, HostKey = $"{device.HostKey.Algorithm} {device.HostKey.PublicLine.Split(' ')[1]}" };
}
