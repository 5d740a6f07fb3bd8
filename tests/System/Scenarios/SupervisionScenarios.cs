using Bastion.Testing;

namespace Bastion.SystemTests.Scenarios;

public sealed class SupervisionScenarios : ScenarioTest
{
    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task AS16_SupervisionMandatory_DialsOnlyWhenSomebodyWatchesAndFreezesWhenNobodyDoes()
    {
        var id = await Released(Monitor);
        var before = Device.Connections;
        await using var client = OpenSshClient.Start(Hospital.Ssh(device: Monitor));
        var claire = await Hospital.Staff("claire.aubanel");
        var session = await Eventually.Value(() => claire.LiveSession(id), "a session that waits");
        Assert.Equal(before, Device.Connections);
        await claire.Watch(session);
        await client.Received.WaitFor("$ ");

        Hospital.Clock.Advance(TimeSpan.FromSeconds(20));
        await Evidence.Entry("session.frozen", entry => entry.Entry.SessionId == session);
        client.Type("echo never-$((6*7))\n");
        await claire.Watch(session);
        await Evidence.Entry("session.resumed", entry => entry.Entry.SessionId == session);
        Assert.DoesNotContain("never-42", client.Received.Text, StringComparison.Ordinal);
    }
}
