using Bastion.Testing;

namespace Bastion.SystemTests.Scenarios;

public sealed class WindowAndReleaseScenarios : ScenarioTest
{
    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task AS01_RequestApprovalReleaseConnection_RecordsBeforeTheFirstByteAndTakesTheDevice()
    {
        var (id, _) = await Hospital.Approved(device: Analyser);
        await AssertRefused(Hospital.Ssh(device: Analyser), "not released", "device.not_released");
        var claire = await Hospital.Staff("claire.aubanel");
        await claire.Release(id, "Mme Sorel");
        await using var client = await Shell(device: Analyser);
        await Eventually.True(async () => await claire.DeviceState(id) == "UnderMaintenance", "the device is taken");
        client.Type("exit\n");
        await client.Exited.Within("the session to end");
        await AssertEnded(id, Orderly);
        Assert.Equal("Open", (await (await Hospital.Technician("sami.belkacem")).Read(id)).State);
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task AS03_WindowEnds_SessionEndsAndTheDeviceIsToBeChecked()
    {
        var id = await Released(Analyser, TimeSpan.FromMinutes(20));
        await using var client = await Shell(device: Analyser);
        await Hospital.AdvanceTo(Hospital.Morning.AddMinutes(9));
        client.Type("\n");
        await Hospital.AdvanceTo(Hospital.Morning.AddMinutes(16));
        client.Type("\n");
        await Hospital.AdvanceTo(Hospital.Morning.AddMinutes(20).AddSeconds(35));
        await client.Exited.Within("the session to end");
        await AssertEnded(id, "WindowEnded");
        var claire = await Hospital.Staff("claire.aubanel");
        await Eventually.True(async () => await claire.DeviceState(id) == "ToBeChecked", "the device waits for its checks");
    }
}
