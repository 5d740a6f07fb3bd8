using Bastion.Admin.Demo;
using Bastion.Hospitals;
using Bastion.Testing;

namespace Bastion.SystemTests.Scenarios;

/// <summary>The acceptance scenarios of the intervention, each named by its number, with a class B analyser and a class A monitor behind.</summary>
public abstract class ScenarioTest : SystemTest
{
    protected const string Analyser = "BIO-01";
    protected const string Monitor = "MON-01";

    protected override HospitalSeed Seed(SshDevice device) => new(device, webDevices: [Of(Analyser, "Laboratory", "B", device), Of(Monitor, "Monitoring", "A", device)]);

    /// <summary>Asked by Sami for an hour from now, approved by everybody whom the policy wants, and released.</summary>
    protected async Task<string> Released(string device, TimeSpan? length = null)
    {
        var (id, _) = await Hospital.Approved(device: device, length: length ?? TimeSpan.FromHours(1));
        if (device == Monitor)
            await (await Hospital.Staff("karim.lestrade")).Approve(id);
        await (await Hospital.Staff("claire.aubanel")).Release(id, "Mme Sorel");
        return id;
    }

    private static DemoDevice Of(string name, string family, string criticality, SshDevice device) => new()
    {
        Name = name,
        Label = name + " of the scenarios",
        Family = family,
        Criticality = criticality,
        Site = "Les Tilleuls",
        Unit = "Laboratory",
        Room = "R. 15",
        Vendors = [HospitalSeed.Almadine],
        Endpoints =
        [
            new DemoEndpoint { Protocol = "Ssh", Host = SshDevice.Host, Port = device.Port, Account = device.Account, Pins = [device.HostKey.PublicLine], Password = device.Password },
        ],
    };
}
