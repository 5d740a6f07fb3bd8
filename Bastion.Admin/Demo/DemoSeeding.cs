using System.Globalization;
using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vault;
using Bastion.Admin.Vendors;
using Bastion.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Demo;

/// <summary>Puts a <see cref="DemoSeed"/> into an empty database, in one transaction.</summary>
internal sealed class DemoSeeding(AdminStore store, SecretVault vault, CredentialStore credentials, PasswordHasher hasher, AdminOptions options, TimeProvider time)
{
    private const string Source = "seed";
    private const int FirstOfHistory = 31;
    private readonly Dictionary<string, Site> sites = [];
    private readonly Dictionary<string, Guid> vendors = [];

    /// <exception cref="SettingsException">These settings do not allow it, somebody is in the database already, or the seed names what it does not have.</exception>
    public async Task RunAsync(string seedFile, CancellationToken cancellation)
    {
        if (!options.Demo)
            throw new SettingsException("admin", ["demo: people with published passwords are put only where the settings say \"demo\": true"]);
        var seed = SettingsFile.Read<DemoSeed>("admin", seedFile);
        if (await store.ReadAsync(db => db.Accounts.AnyAsync(cancellation)))
            throw new SettingsException("admin", ["database: somebody is in it already, a demo begins in an empty one"]);

        var hashes = new Dictionary<string, string>();
        foreach (var person in seed.People)
            hashes[person.Login] = await hasher.HashAsync(person.Password, Source, cancellation) ?? throw new InvalidOperationException("The hasher is busy.");
        await store.WriteAsync(db =>
        {
            sites.Clear();
            vendors.Clear();
            var now = time.GetUtcNow();
            foreach (var site in seed.Sites)
                Add(db, site, now);
            foreach (var vendor in seed.Vendors)
                Add(db, vendor, now);
            foreach (var person in seed.People)
                Add(db, person, hashes[person.Login], now);
            foreach (var device in seed.Devices)
                Add(db, device, now);
            Outbox.Write(db, now, new Act("demo.seeded", ActorRef.System));
            AddHistory(db, seed.History, now);
            return Task.FromResult(true);
        }, cancellation);
    }

    private void AddHistory(AdminDb db, IReadOnlyList<DemoIntervention> history, DateTimeOffset now)
    {
        if (history.Count == 0)
            return;
        var year = TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(options.Zone)).Year;
        var counter = new Interventions.NumberCounter { Year = year, Last = FirstOfHistory - 1 };
        db.Counters.Add(counter);
        foreach (var one in history)
            DemoHistory.Add(db, one, string.Create(CultureInfo.InvariantCulture, $"INT-{year:0000}-{++counter.Last:00000}"), now);
    }

    private void Add(AdminDb db, DemoSite seed, DateTimeOffset now)
    {
        var site = new Site { Id = Guid.CreateVersion7(now), Name = seed.Name, Zone = seed.Zone, Hours = seed.Hours };
        foreach (var unit in seed.Units)
        {
            var details = seed.UnitDetails?.GetValueOrDefault(unit) ?? new DemoUnit();
            site.Units.Add(new Unit { Id = Guid.CreateVersion7(now), SiteId = site.Id, Name = unit, Phone = details.Phone, Hours = details.Hours, ChangeFree = details.ChangeFree, WardCode = details.WardCode });
        }

        db.Sites.Add(sites[seed.Name] = site);
    }

    private void Add(AdminDb db, DemoVendor seed, DateTimeOffset now)
    {
        var vendor = new Vendor { Id = Guid.CreateVersion7(now), Name = seed.Name, Trust = Word<VendorTrust>(seed.Trust), Networks = string.Join('\n', seed.Networks), Phone = seed.Phone, SshCompatible = seed.SshCompatible };
        db.Vendors.Add(vendor);
        vendors[seed.Name] = vendor.Id;
    }

    private void Add(AdminDb db, DemoPerson seed, string hash, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        var login = seed.Login.ToLowerInvariant();
        Account account = seed.Role == "Technician"
            ? new Technician { Id = id, Login = login, Name = seed.Name, VendorId = Named(vendors, seed.Vendor), Manager = seed.Manager }
            : new StaffMember
            {
                Id = id,
                Login = login,
                Name = seed.Name,
                Role = Word<StaffRole>(seed.Role),
                Disciplines = seed.Disciplines.Aggregate(Disciplines.None, (all, word) => all | Word<Disciplines>(word)),
                Scopes = [.. seed.Scopes.Select(scope => Scope(scope, id, now))],
            };
        account.Language = seed.Language;
        account.State = AccountState.Active;
        account.CreatedAt = now;
        account.PasswordHash = hash;
        account.TotpSecret = vault.Seal("totp", id, TotpCodes.FromBase32(seed.TotpSecret));
        db.Accounts.Add(account);
        if (seed.NoticeAccepted)
            NoticeDesk.Accept(db, account, Source, now);
    }

    private StaffScope Scope(DemoScope seed, Guid staff, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        StaffId = staff,
        SiteId = seed.Site is null ? null : Named(sites, seed.Site).Id,
        UnitId = seed.Unit is null ? null : UnitOf(seed.Site, seed.Unit),
        Family = seed.Family is null ? null : Word<DeviceFamily>(seed.Family),
        Highest = Word<Criticality>(seed.Highest),
    };

    private void Add(AdminDb db, DemoDevice seed, DateTimeOffset now)
    {
        var device = new Device
        {
            Id = Guid.CreateVersion7(now),
            Name = seed.Name.ToUpperInvariant(),
            Label = seed.Label,
            Family = Word<DeviceFamily>(seed.Family),
            Criticality = Word<Criticality>(seed.Criticality),
            SiteId = Named(sites, seed.Site).Id,
            UnitId = seed.Unit is null ? null : UnitOf(seed.Site, seed.Unit),
            Room = seed.Room,
            DiagnosisOnly = seed.DiagnosisOnly,
            WeakAuthentication = seed.WeakAuthentication,
        };
        device.Offers.AddRange(seed.Vendors.Select(vendor => new DeviceOffer { DeviceId = device.Id, VendorId = Named(vendors, vendor) }));
        device.Endpoints.AddRange(seed.Endpoints.Select(endpoint => EndpointOf(db, endpoint, device.Id, now)));
        db.Devices.Add(device);
    }

    private Devices.Endpoint EndpointOf(AdminDb db, DemoEndpoint seed, Guid device, DateTimeOffset now)
    {
        var endpoint = new Devices.Endpoint { Id = Guid.CreateVersion7(now), DeviceId = device, Protocol = Word<EndpointProtocol>(seed.Protocol), Host = seed.Host, Port = seed.Port, Account = seed.Account, LegacyAlgorithms = seed.LegacyAlgorithms, RdpWithoutNla = seed.RdpWithoutNla };
        if (endpoint.Protocol == EndpointProtocol.Https)
            endpoint.Http = Profile(seed.Http ?? new DemoHttp());
        if (seed.SshCertificate)
            endpoint.CredentialId = credentials.Create(db, CredentialKind.SshCertificate, "", null, now).Id;
        else if ((seed.Password ?? seed.PrivateKey ?? seed.ClientCertificate) is { } secret)
        {
            var kind = seed.Password is not null ? CredentialKind.Password : seed.PrivateKey is not null ? CredentialKind.SshPrivateKey : CredentialKind.ClientCertificate;
            endpoint.CredentialId = credentials.Create(db, kind, KeySecret.Join(kind, secret, seed.Passphrase), null, now).Id;
        }

        foreach (var line in seed.Pins)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            endpoint.Pins.Add(new EndpointPin { Id = Guid.CreateVersion7(now), EndpointId = endpoint.Id, Algorithm = words[0], PublicKey = Convert.FromBase64String(words[1]), ConfirmedAt = now });
        }

        return endpoint;
    }

    private static HttpProfile Profile(DemoHttp seed) => new()
    {
        Plain = seed.Plain,
        OldTlsUntil = seed.OldTlsUntil,
        Login = Word<HttpLogin>(seed.Login),
        HeaderName = seed.HeaderName,
        LoginPath = seed.LoginPath,
        StartPath = seed.StartPath,
        Paths = seed.Paths,
        GetIsSafe = seed.GetIsSafe,
        SocketsWhenReading = seed.SocketsWhenReading,
    };

    private Guid UnitOf(string? site, string unit) =>
        Named(sites, site).Units.Find(one => one.Name == unit)?.Id ?? throw Unknown(unit);

    private static T Named<T>(Dictionary<string, T> known, string? name) =>
        name is not null && known.TryGetValue(name, out var found) ? found : throw Unknown(name ?? "");

    private static T Word<T>(string word)
        where T : struct, Enum => Enum.TryParse<T>(word, out var value) ? value : throw Unknown(word);

    private static SettingsException Unknown(string name) => new("admin", [$"the seed speaks of '{name}', which it does not have"]);
}
