using System.Globalization;
using System.Security.Cryptography;
using Bastion.Admin.Demo;
using Bastion.Testing;
using OtpNet;

namespace Bastion.Hospitals;

/// <summary>The people and devices of the test hospital (names of the demo, secrets of this run).</summary>
public sealed class HospitalSeed
{
    public const string Nordhelm = "Nordhelm Imaging";
    public const string Almadine = "Almadine Services";
    private readonly Dictionary<string, (DemoPerson Seed, HospitalPerson Person)> people = [];

    /// <param name="device">The real peer behind every device; null: addresses where nobody answers.</param>
    /// <param name="moreDevices">Beyond the named ones: LOAD-001, LOAD-002, … offered to Almadine, all at the same peer.</param>
    /// <param name="webDevices">Devices with a web page, as <see cref="Web"/> makes them.</param>
    /// <param name="port">Where the devices are said to be; null: at the peer's own port.</param>
    public HospitalSeed(SshDevice? device = null, int moreDevices = 0, int? port = null, IReadOnlyList<DemoDevice>? webDevices = null)
    {
        Staff("claire.aubanel", "Claire Aubanel", "Engineer", "Biomedical", "ItSystems", "Building");
        Staff("karim.lestrade", "Karim Lestrade", "Engineer", "ItSecurity");
        Staff("odile.vassor", "Odile Vassor", "Engineer", "Biomedical", "ItSystems", "Building", "OnCall");
        Staff("nadia.kerven", "Nadia Kerven", "WardRepresentative");
        Staff("jeanne.roy", "Jeanne Roy", "Auditor");
        Staff("paul.granier", "Paul Granier", "Administrator");
        Technician("tom.verhagen", "Tom Verhagen", Nordhelm);
        Technician("sami.belkacem", "Sami Belkacem", Almadine);
        Technician("lucie.marchesi", "Lucie Marchesi", Almadine);
        List<DemoDevice> devices =
        [
            Device("ANA-01", "Biochemistry analyser", "Laboratory", "Laboratory", Almadine, device, port),
            Device("SCN-01", "CT scanner Corail 128", "Imaging", "Radiology", Nordhelm, device, port),
            Device("IRM-01", "MR scanner Boréal 1.5", "Imaging", "Radiology", Nordhelm, null),
        ];
        devices.AddRange(Enumerable.Range(1, moreDevices).Select(number =>
            Device("LOAD-" + number.ToString("000", CultureInfo.InvariantCulture), "Load", "Laboratory", "Laboratory", Almadine, device, port)));
        devices.AddRange(webDevices ?? []);
        Seed = new DemoSeed
        {
            Sites = [new DemoSite("Les Tilleuls", "Europe/Paris", ["Laboratory", "Radiology"])],
            Vendors = [new DemoVendor { Name = Nordhelm, Phone = "+33 1 00 00 00 01" }, new DemoVendor { Name = Almadine, SshCompatible = true, Phone = "+33 1 00 00 00 02" }],
            People = [.. people.Values.Select(person => person.Seed)],
            Devices = devices,
        };
    }

    public DemoSeed Seed { get; private set; }

    /// <summary>Another way to reach a device, before the hospital starts.</summary>
    public void Change(string device, Func<DemoEndpoint, DemoEndpoint> change) => Seed = Seed with
    {
        Devices = [.. Seed.Devices.Select(one => one.Name == device ? one with { Endpoints = [.. one.Endpoints.Select(change)] } : one)],
    };

    /// <summary>The same object each time: it remembers which codes were used.</summary>
    public HospitalPerson Person(string login) => people[login].Person;

    /// <summary>A device of Almadine with a web page.</summary>
    public static DemoDevice Web(string name, DemoEndpoint page) => new()
    {
        Name = name,
        Label = name + " page",
        Family = "Laboratory",
        Criticality = "C",
        Site = "Les Tilleuls",
        Unit = "Laboratory",
        Room = "R. 14",
        Vendors = [Almadine],
        Endpoints = [page],
    };

    // Criticality C: one Engineer of any step decides and nobody has to release the device first.
    private static DemoDevice Device(string name, string label, string family, string unit, string vendor, SshDevice? device, int? port = null) => new()
    {
        Name = name,
        Label = label,
        Family = family,
        Criticality = "C",
        Site = "Les Tilleuls",
        Unit = unit,
        Room = "R. 12",
        Vendors = [vendor],
        Endpoints =
        [
            new DemoEndpoint
            {
                Protocol = "Ssh",
                Host = device is null ? "192.0.2.12" : SshDevice.Host,
                Port = port ?? device?.Port ?? 22,
                Account = device?.Account ?? "service",
                Pins = device is null ? [] : [device.HostKey.PublicLine],
                Password = device?.Password ?? "unknown",
            },
        ],
    };

    private void Staff(string login, string name, string role, params string[] disciplines) => Add(new DemoPerson
    {
        Login = login,
        Name = name,
        Role = role,
        Disciplines = disciplines,
        Scopes = [new DemoScope { Highest = "A" }],
        Password = "",
        TotpSecret = "",
        NoticeAccepted = true,
    });

    private void Technician(string login, string name, string vendor) => Add(new DemoPerson
    {
        Login = login,
        Name = name,
        Role = "Technician",
        Vendor = vendor,
        Language = "en",
        Password = "",
        TotpSecret = "",
        NoticeAccepted = true,
    });

    private void Add(DemoPerson person)
    {
        var secret = RandomNumberGenerator.GetBytes(20);
        var whole = person with { Password = "Orange-parapet-" + RandomNumberGenerator.GetHexString(12), TotpSecret = Base32Encoding.ToString(secret).TrimEnd('=') };
        people[person.Login] = (whole, new HospitalPerson(whole.Login, whole.Name, whole.Password, secret));
    }
}
