using Bastion.Testing;

namespace Bastion.SystemTests.Promises;

/// <summary>The engineer's freeze and stop act on a session that prints a flood and on a silent one.</summary>
public sealed class StaffFreezesAndStops : SystemTest
{
    private const string Flood = "yes 0123456789abcdefghijklmnopqrstuvwxyz\n";

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Stop_Flood_EndsIt() => await Stop(Flood);

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Stop_Silence_EndsIt() => await Stop("");

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Freeze_Silence_DiscardsWhatIsTypedAndTellsTheTechnician()
    {
        var (id, _) = await Hospital.Approved();
        await using var client = await Shell();
        var claire = await Hospital.Staff("claire.aubanel");
        await claire.Freeze(id, "Wait, a patient is coming");
        await client.Received.WaitFor("Wait, a patient is coming");
        await Evidence.Entry("session.frozen");
        client.Type("echo never-$((6*7))\n");
        await claire.Resume(id);
        await client.Received.WaitFor("The session is live again");
        await TypeUntil(client, "echo after-$((6*7))\n", () => client.Received.Text.Contains("after-42", StringComparison.Ordinal));
        Assert.DoesNotContain("never-42", client.Received.Text, StringComparison.Ordinal);
        client.Type("exit\n");
        await client.Exited.Within("the session to end");
        Assert.DoesNotContain("never-", (await AssertEnded(id, Orderly)).Output.ToText(), StringComparison.Ordinal);
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Freeze_Flood_KeepsTheDeviceGoingAndTheRecordingComplete()
    {
        var (id, _) = await Hospital.Approved();
        await using var client = await Shell();
        client.Type("seq 1 400000; echo done-$((6*7))\n");
        await client.Received.WaitFor("\n1000\r\n");
        var claire = await Hospital.Staff("claire.aubanel");
        await claire.Freeze(id);
        client.Type("\u0003");

        // The device's program is not held up by the freeze: its last line is recorded although nobody may type.
        await client.Received.WaitFor("done-42");
        await claire.Resume(id);
        await client.Received.WaitFor("The session is live again");
        await TypeUntil(client, "exit\n", () => client.HasExited);
        var output = (await AssertEnded(id, Orderly)).Output.ToText();
        Assert.Contains("\n400000\r\ndone-42", output, StringComparison.Ordinal);
    }

    /// <summary>The technician is told before input is live again, so the first key after the notice may still be discarded: like a person, type once more.</summary>
    private static async Task TypeUntil(OpenSshClient client, string text, Func<bool> done)
    {
        using var again = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var tries = 0; !done() && tries < 30; tries++)
        {
            client.Type(text);
            await again.WaitForNextTickAsync();
        }

        Assert.True(done(), client.ToString());
    }

    private async Task Stop(string typed)
    {
        var (id, _) = await Hospital.Approved();
        await using var client = await Shell();
        if (typed.Length > 0)
        {
            client.Type(typed);
            await client.Received.WaitForLength(500_000);
        }

        await (await Hospital.Staff("claire.aubanel")).Revoke(id, "The device is needed");
        await client.Exited.Within("the session to end");
        Assert.Contains("The hospital has stopped the intervention.", client.Received.Text + client.Errors.Text, StringComparison.Ordinal);
        Assert.Contains("The device is needed", client.Received.Text + client.Errors.Text, StringComparison.Ordinal);
        await AssertEnded(id, "StaffRevoked");
        await Evidence.Entry("intervention.revoked");
        await AssertRefused(Hospital.Ssh(), "This intervention is ended.", "intervention.not_open");
    }
}
