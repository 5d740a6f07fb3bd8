using Bastion.Admin.Contracts;
using Bastion.Gateway.DeviceTasks;
using Bastion.Testing;
using Google.Protobuf;

namespace Bastion.Gateway.Tests.DeviceTasks;

/// <summary>Checks and rotations of credentials on a real sshd.</summary>
public sealed class CredentialTaskTests : IAsyncLifetime, IDisposable
{
    // Like passwd(1), for an account that exists in a mount namespace only, where the real one cannot rename its file.
    private const string Passwd = """
        #!/bin/sh
        printf 'Current password: '; read -r old
        printf 'New password: '; read -r new
        printf 'Retype new password: '; read -r again
        [ "$new" = "$again" ] || exit 1
        hash=$(openssl passwd -6 "$new")
        sed "s|^analyser:[^:]*|analyser:$hash|" /etc/shadow > ./copy && cat ./copy > /etc/shadow
        echo 'password updated successfully'
        """;

    private readonly TemporaryDirectory keys = new("rotation");
    private SshKeyPair own = null!;
    private SshDevice device = null!;

    public async Task InitializeAsync()
    {
        own = await SshKeyPair.Create(keys.At("own"));
        device = await SshDevice.Start(new SshDeviceOptions
        {
            ExtraConfiguration = "AuthorizedKeysFile .ssh/authorized_keys",
            Files = new Dictionary<string, string> { ["passwd.sh"] = Passwd },
        });
        Directory.CreateDirectory(Path.Combine(device.Home, ".ssh"));
        await File.WriteAllTextAsync(Path.Combine(device.Home, ".ssh", "authorized_keys"), own.PublicLine + "\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl other\n");
        await ChildProcess.Run("chmod", "-R", "a+rwX", device.Home);
        await ChildProcess.Run("chmod", "666", Path.Combine(Path.GetDirectoryName(device.Home)!, "shadow"));
    }

    public async Task DisposeAsync() => await device.DisposeAsync();

    public void Dispose() => keys.Dispose();

    [PeerFact("sshd", "unshare", "root")]
    public async Task Check_RightWrongAndForeignKey_AreToldApart()
    {
        Assert.Equal("", await Run(CredentialTask.Check, Password(device.Password)));
        Assert.Equal("refused", await Run(CredentialTask.Check, Password("wrong")));
        Assert.Equal("pin_changed", await Run(CredentialTask.Check, Password(device.Password), pin: [1, 2, 3]));
        device.StopListening();
        Assert.Equal("unreachable", await Run(CredentialTask.Check, Password(device.Password)));
    }

    [PeerFact("sshd", "unshare", "root", "openssl")]
    public async Task Rotate_Password_IsChangedOnTheDeviceAndTheOldOneIsDead()
    {
        Assert.Equal("", await Run(CredentialTask.Rotate, Password(device.Password), Password("Fresh-secret-41")));
        Assert.Equal("", await Run(CredentialTask.Check, Password("Fresh-secret-41")));
        Assert.Equal("refused", await Run(CredentialTask.Check, Password(device.Password)));
        // The report of the first was lost: the second finds it done.
        Assert.Equal("", await Run(CredentialTask.Rotate, Password(device.Password), Password("Fresh-secret-41")));
    }

    [PeerFact("sshd", "unshare", "root")]
    public async Task Rotate_DeviceRefuses_TheOldSecretStaysInForce()
    {
        await File.WriteAllTextAsync(Path.Combine(device.Home, "passwd.sh"), "printf 'Current password: '; read -r old; echo 'Authentication token manipulation error'; exit 10\n");
        Assert.Equal("rolled_back", await Run(CredentialTask.Rotate, Password(device.Password), Password("Fresh-secret-42")));
        Assert.Equal("", await Run(CredentialTask.Check, Password(device.Password)));
    }

    [PeerFact("sshd", "ssh-keygen", "unshare", "root")]
    public async Task Rotate_Key_TakesTheOldLineAwayAndLeavesTheOthers()
    {
        var fresh = await SshKeyPair.Create(keys.At("fresh"));
        Assert.Equal("", await Run(CredentialTask.Rotate, Key(own), Key(fresh), oldLine: own.PublicLine, newLine: fresh.PublicLine));
        Assert.Equal("", await Run(CredentialTask.Check, Key(fresh)));
        Assert.Equal("refused", await Run(CredentialTask.Check, Key(own)));
        var lines = await File.ReadAllLinesAsync(Path.Combine(device.Home, ".ssh", "authorized_keys"));
        Assert.Equal(2, lines.Length);
        Assert.EndsWith("other", lines[0], StringComparison.Ordinal);
    }

    [PeerFact("sshd", "ssh-keygen", "unshare", "root")]
    public async Task Rotate_KeyThatTheDeviceDoesNotTake_IsRemovedAgain()
    {
        var fresh = await SshKeyPair.Create(keys.At("fresh"));
        var other = await SshKeyPair.Create(keys.At("another"));
        Assert.Equal("rolled_back", await Run(CredentialTask.Rotate, Key(own), Key(fresh), oldLine: own.PublicLine, newLine: other.PublicLine));
        Assert.Equal("", await Run(CredentialTask.Check, Key(own)));
        Assert.DoesNotContain(other.PublicLine.Split(' ')[1], await File.ReadAllTextAsync(Path.Combine(device.Home, ".ssh", "authorized_keys")), StringComparison.Ordinal);
    }

    private Credential Password(string password) => new() { Account = device.Account, Password = password };

    private Credential Key(SshKeyPair pair) => new() { Account = device.Account, PrivateKey = File.ReadAllText(pair.PrivateFile) };

    private Task<string> Run(string kind, Credential current, Credential? pending = null, byte[]? pin = null, string oldLine = "", string newLine = "") => new CredentialTask(new DeviceTask
    {
        Kind = kind,
        Host = SshDevice.Host,
        Port = device.Port,
        Current = current,
        Pending = pending,
        Command = "sh ./passwd.sh",
        OldPublicKey = oldLine,
        NewPublicKey = newLine,
        Pins = { new HostKeyPin { Algorithm = "ssh-ed25519", PublicKey = ByteString.CopyFrom(pin ?? Convert.FromBase64String(device.HostKey.PublicLine.Split(' ')[1])) } },
    }).RunAsync();
}
