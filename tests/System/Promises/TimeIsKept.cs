using Bastion.Testing;

namespace Bastion.SystemTests.Promises;

/// <summary>Notices at 15, 5 and 1 minutes, the end at its instant whatever the traffic, an extension that moves it, and no life without a lease.</summary>
public sealed class TimeIsKept : SystemTest
{
    private static readonly TimeSpan WorkingPause = TimeSpan.FromMinutes(4);

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Notices_AsTheEndComes_AreShownInTheTerminal()
    {
        await Hospital.Approved(length: TimeSpan.FromMinutes(30));
        await using var client = await Shell();
        foreach (var minutes in new[] { 15, 5, 1 })
        {
            await Pass(client, Hospital.Morning.AddMinutes(30 - minutes).AddSeconds(-1));
            Assert.DoesNotContain($"] {minutes} min left", client.Received.Text, StringComparison.Ordinal);
            await Hospital.AdvanceTo(Hospital.Morning.AddMinutes(30 - minutes));
            await client.Received.WaitFor($"] {minutes} min left");
        }
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task WindowEnd_Flood_CutsIt() => await WindowEnd("yes 0123456789abcdefghijklmnopqrstuvwxyz\n");

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task WindowEnd_Silence_CutsIt() => await WindowEnd("");

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Extension_BeforeTheEnd_MovesIt()
    {
        var (id, _) = await Hospital.Approved(length: TimeSpan.FromMinutes(30));
        await using var client = await Shell();
        await Pass(client, Hospital.Morning.AddMinutes(20));
        await (await Hospital.Staff("claire.aubanel")).Extend(id, 15);
        await client.Received.WaitFor("Extended");
        await Pass(client, Hospital.Morning.AddMinutes(31));
        client.Type("echo still-$((6*7))\n");
        await client.Received.WaitFor("still-42");
        await Pass(client, Hospital.Morning.AddMinutes(45).AddTicks(-1));
        await Hospital.AdvanceTo(Hospital.Morning.AddMinutes(45));
        await client.Exited.Within("the session to end");
        await AssertEnded(id, "WindowEnded");
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Lease_AdminGone_EndsTheSessionAtItsEnd()
    {
        var (id, _) = await Hospital.Approved();
        await using var client = await Shell();
        await Hospital.StopAdmin();
        Hospital.Clock.Advance(TimeSpan.FromSeconds(30));
        client.Type("echo still-$((6*7))\n");
        await client.Received.WaitFor("still-42");
        Hospital.Clock.Advance(TimeSpan.FromSeconds(31));
        await client.Exited.Within("the session to end");
        await Hospital.StartAdmin();
        await AssertEnded(id, "AdminLost");
    }

    /// <summary>Time passes for somebody who is at work: a key every few minutes, and what it prints, before the idle limit.</summary>
    private async Task Pass(OpenSshClient client, DateTimeOffset until)
    {
        while (Hospital.Now < until)
        {
            var next = Hospital.Now + WorkingPause;
            await Hospital.AdvanceTo(next < until ? next : until);
            client.Type("\n");
        }
    }

    private async Task WindowEnd(string typed)
    {
        var (id, _) = await Hospital.Approved(length: TimeSpan.FromMinutes(20));
        await using var client = await Shell();
        var end = Hospital.Morning.AddMinutes(20);
        await Pass(client, end.AddSeconds(-10));
        if (typed.Length > 0)
        {
            client.Type(typed);
            await client.Received.WaitForLength(500_000);
        }

        Hospital.Clock.Advance(end.AddTicks(-1) - Hospital.Now);
        Assert.False(client.HasExited, client.ToString());
        await Hospital.AdvanceTo(end);
        await client.Exited.Within("the session to end");
        Assert.Contains("The window is over.", client.Received.Text + client.Errors.Text, StringComparison.Ordinal);
        var recorded = await AssertEnded(id, "WindowEnded");
        var received = client.Received.ToArray();
        Assert.Equal(received.Length, recorded.Output.AsSpan().CommonPrefixLength(received));
    }
}
