using Bastion.Testing;

namespace Bastion.SystemTests.Promises;

/// <summary>Password and code, key and code, and an armed key without any prompt, all with the technician's plain ssh.</summary>
public sealed class EveryWayToSignIn : SystemTest
{
    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task KeyboardInteractive_PasswordThenCode_OpensTheDevice()
    {
        await Hospital.Approved();
        await using var client = await Shell();
        Assert.Equal(2, client.Prompts.Length);
        client.Type("id -un\n");
        await client.Received.WaitFor(Device.Account);
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task OnScreen_PasswordAndCodeTyped_AreNotEchoed()
    {
        await Hospital.Approved();
        var options = Hospital.Ssh();
        await using var client = OpenSshClient.Start(options with { OnScreen = true, Answers = [] });
        await client.Received.WaitFor("Password");
        client.Type(options.Answers[0] + "\n");
        await client.Received.WaitFor("Code");
        client.Type(options.Answers[1] + "\n");
        await client.Received.WaitFor("$ ");
        Assert.DoesNotContain(options.Answers[0], client.Received.Text, StringComparison.Ordinal);
        client.Screen.Resize(101, 33);
        client.Type("stty size\n");
        await client.Received.WaitFor("33 101");
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task PublicKey_NotArmed_WantsTheCodeOnly()
    {
        await Hospital.Approved();
        var key = await Key();
        await (await Hospital.Technician("sami.belkacem")).AddKey(key);
        var options = Hospital.Ssh();
        await using var client = OpenSshClient.Start(options with { Identity = key.PrivateFile, Answers = [options.Answers[1]] });
        await client.Received.WaitFor("$ ");
        Assert.Single(client.Prompts);
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task PublicKey_Armed_AsksNothingAndOpensSeveralTimes()
    {
        var (id, _) = await Hospital.Approved();
        var key = await Key();
        var sami = await Hospital.Technician("sami.belkacem");
        await sami.ArmKey(await sami.AddKey(key), id);
        for (var connection = 0; connection < 2; connection++)
        {
            await using var client = OpenSshClient.Start(Hospital.Ssh() with { Identity = key.PrivateFile, Answers = [] });
            await client.Received.WaitFor("$ ");
            Assert.Empty(client.Prompts);
        }

        Hospital.Clock.Advance(TimeSpan.FromMinutes(15));
        await using var late = OpenSshClient.Start(Hospital.Ssh() with { Identity = key.PrivateFile, Answers = [] });
        Assert.Equal(255, await late.Exited.Within("ssh to end"));
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task PublicKey_OfSomebodyElse_OpensNothing()
    {
        await Hospital.Approved();
        await using var client = OpenSshClient.Start(Hospital.Ssh() with { Identity = (await Key()).PrivateFile, Answers = [] });
        Assert.Equal(255, await client.Exited.Within("ssh to end"));
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task NoDeviceNamed_MenuListsWhatIsOpenAndTakesAChoice()
    {
        await Hospital.Approved();
        await using var client = OpenSshClient.Start(Hospital.Ssh(device: null) with { OnScreen = true });
        await client.Received.WaitFor("ANA-01");
        Assert.DoesNotContain("SCN-01", client.Received.Text, StringComparison.Ordinal);
        client.Type("1\r");
        await client.Received.WaitFor("$ ");
        client.Type("echo chosen-$((6*7))\n");
        await client.Received.WaitFor("chosen-42");
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task DeviceName_AnyCase_IsTheSameDevice()
    {
        await Hospital.Approved();
        await using var client = await Shell(device: "ana-01");
    }

    private Task<SshKeyPair> Key() => SshKeyPair.Create(Hospital.Files.Directory.At("key-" + Guid.NewGuid().ToString("N")));
}
