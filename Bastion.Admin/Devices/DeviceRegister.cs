using Bastion.Admin.Identity;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Rights;
using Bastion.Admin.Vault;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Devices;

/// <summary>Sites, devices and endpoints. Edited by Administrators; secrets go in and never come out here.</summary>
internal sealed class DeviceRegister(AdminStore store, CredentialStore credentials, TimeProvider time)
{
    public Task<List<Site>> SitesAsync() => store.ReadAsync(db => db.Sites.Include(site => site.Units).OrderBy(site => site.Name).ToListAsync());

    public Task<List<Device>> ListAsync() => store.ReadAsync(db => Whole(db).OrderBy(device => device.Name).ToListAsync());

    public Task<Device?> GetAsync(Guid id) => store.ReadAsync(db => Whole(db).SingleOrDefaultAsync(device => device.Id == id));

    /// <summary>Creates a site (id null) or edits it; units are matched by name.</summary>
    public Task<Outcome<Guid>> SaveSiteAsync(ActorRef by, StaffRole role, Guid? id, string name, string zone, IReadOnlyList<string> units, CancellationToken cancellation) => store.WriteAsync<Outcome<Guid>>(async db =>
    {
        if (!RightsJudge.Admits(role, "site.add"))
            return Denial.Of(DenialCode.NotAllowed);
        if (string.IsNullOrWhiteSpace(name))
            return Denial.Of(DenialCode.FieldRequired, "field", "name");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            return Denial.Of(DenialCode.FieldInvalid, "field", "zone");
        if (await db.Sites.AnyAsync(one => one.Name == name && one.Id != id, cancellation))
            return Denial.Of(DenialCode.NameTaken, "field", "name");
        var now = time.GetUtcNow();
        var site = id is null ? null : await db.Sites.Include(one => one.Units).SingleOrDefaultAsync(one => one.Id == id, cancellation);
        if (site is null)
            db.Sites.Add(site = new Site { Id = Guid.CreateVersion7(now), Name = name, Zone = zone });
        site.Name = name.Trim();
        site.Zone = zone;
        foreach (var unit in units.Where(unit => !string.IsNullOrWhiteSpace(unit) && !site.Units.Exists(one => one.Name == unit)))
        {
            var added = new Unit { Id = Guid.CreateVersion7(now), SiteId = site.Id, Name = unit.Trim() };
            site.Units.Add(added);
            db.Units.Add(added);
        }

        Outbox.Write(db, now, new Act("site.changed", by) { SubjectId = site.Id, Facts = new Dictionary<string, string> { ["name"] = site.Name, ["zone"] = zone } });
        return site.Id;
    }, cancellation);

    /// <summary>Creates a device (id null) or edits it. Denials: act.not_allowed, field.required, field.invalid, name.taken (fact field).</summary>
    public Task<Outcome<Guid>> SaveAsync(ActorRef by, StaffRole role, Guid? id, DeviceForm form, CancellationToken cancellation) => store.WriteAsync<Outcome<Guid>>(async db =>
    {
        if (!RightsJudge.Admits(role, "device.change"))
            return Denial.Of(DenialCode.NotAllowed);
        var name = form.Name.Trim().ToUpperInvariant();
        if (name.Length is 0 or > 32 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            return Denial.Of(DenialCode.FieldInvalid, "field", "name");
        if (string.IsNullOrWhiteSpace(form.Label))
            return Denial.Of(DenialCode.FieldRequired, "field", "label");
        var site = await db.Sites.Include(one => one.Units).SingleOrDefaultAsync(one => one.Id == form.SiteId, cancellation);
        if (site is null)
            return Denial.Of(DenialCode.FieldInvalid, "field", "siteId");
        if (form.UnitId is { } unit && !site.Units.Exists(one => one.Id == unit))
            return Denial.Of(DenialCode.FieldInvalid, "field", "unitId");
        if (await db.Devices.AnyAsync(one => one.Name == name && one.Id != id, cancellation))
            return Denial.Of(DenialCode.NameTaken, "field", "name");

        var now = time.GetUtcNow();
        var device = id is null ? null : await db.Devices.Include(one => one.Offers).SingleOrDefaultAsync(one => one.Id == id, cancellation);
        if (id is not null && device is null)
            return Denial.Of(DenialCode.Unknown);
        var kind = device is null ? "device.added" : "device.changed";
        if (device is null)
            db.Devices.Add(device = new Device { Id = Guid.CreateVersion7(now), Name = name, Label = form.Label });
        else if (device.Criticality != form.Criticality || device.DiagnosisOnly != form.DiagnosisOnly)
            device.DeviceVersion++;
        device.Name = name;
        device.Label = form.Label.Trim();
        device.Family = form.Family;
        device.Criticality = form.Criticality;
        device.SiteId = form.SiteId;
        device.UnitId = form.UnitId;
        device.Room = form.Room.Trim();
        device.DiagnosisOnly = form.DiagnosisOnly;
        device.Offers.RemoveAll(offer => !form.VendorIds.Contains(offer.VendorId));
        foreach (var vendor in form.VendorIds.Where(vendor => !device.Offers.Exists(offer => offer.VendorId == vendor)))
            device.Offers.Add(new DeviceOffer { DeviceId = device.Id, VendorId = vendor });
        Outbox.Write(db, now, new Act(kind, by) { DeviceId = device.Id, Facts = new Dictionary<string, string> { ["name"] = name, ["criticality"] = form.Criticality.ToString() } });
        return device.Id;
    }, cancellation);

    /// <summary>Adds an endpoint (id null) or edits it. A new host or port takes its pins away: they must be scanned and confirmed again.</summary>
    public Task<Outcome<Guid>> SaveEndpointAsync(ActorRef by, StaffRole role, Guid deviceId, Guid? id, EndpointForm form, CancellationToken cancellation) => store.WriteAsync<Outcome<Guid>>(async db =>
    {
        if (!RightsJudge.Admits(role, "endpoint.change"))
            return Denial.Of(DenialCode.NotAllowed);
        if (string.IsNullOrWhiteSpace(form.Host) || form.Host.Length > 255 || Uri.CheckHostName(form.Host.Trim()) == UriHostNameType.Unknown)
            return Denial.Of(DenialCode.FieldInvalid, "field", "host");
        if (form.Port is < 1 or > 65535)
            return Denial.Of(DenialCode.FieldInvalid, "field", "port");
        var device = await db.Devices.Include(one => one.Endpoints).ThenInclude(one => one.Pins).SingleOrDefaultAsync(one => one.Id == deviceId, cancellation);
        var endpoint = id is null ? null : device?.Endpoints.Find(one => one.Id == id);
        if (device is null || (id is not null && endpoint is null))
            return Denial.Of(DenialCode.Unknown);

        var now = time.GetUtcNow();
        var profile = form.Protocol == EndpointProtocol.Https ? form.Http ?? endpoint?.Http ?? HttpProfile.Usual : null;
        if (profile is not null && HttpProfileRules.Judge(profile, now) is { } wrong)
            return wrong;
        var host = form.Host.Trim();
        if (endpoint is null)
        {
            endpoint = new Endpoint { Id = Guid.CreateVersion7(now), DeviceId = deviceId, Host = host, Port = form.Port };
            db.Endpoints.Add(endpoint);
            device.DeviceVersion++;
        }
        else if (endpoint.Host != host || endpoint.Port != form.Port || endpoint.Protocol != form.Protocol)
        {
            endpoint.Pins.Clear();
            device.DeviceVersion++;
        }

        endpoint.Protocol = form.Protocol;
        endpoint.Host = host;
        endpoint.Port = form.Port;
        endpoint.Account = form.Account.Trim();
        endpoint.LegacyAlgorithms = form.LegacyAlgorithms && form.Protocol == EndpointProtocol.Ssh;
        if (endpoint.RdpWithoutNla != (form.RdpWithoutNla && form.Protocol == EndpointProtocol.Rdp))
        {
            endpoint.RdpWithoutNla = !endpoint.RdpWithoutNla;
            device.DeviceVersion++;
        }

        if (profile != endpoint.Http)
        {
            endpoint.Http = profile;
            device.DeviceVersion++;
        }

        Outbox.Write(db, now, new Act("endpoint.changed", by) { DeviceId = deviceId, SubjectId = endpoint.Id, Facts = new Dictionary<string, string> { ["protocol"] = form.Protocol.ToString(), ["host"] = host, ["legacyAlgorithms"] = endpoint.LegacyAlgorithms ? "yes" : "no", ["rdpWithoutNla"] = endpoint.RdpWithoutNla ? "yes" : "no" } });
        var minted = form is { CredentialKind: CredentialKind.SshCertificate, Protocol: EndpointProtocol.Ssh };
        if (minted || !string.IsNullOrEmpty(form.Secret))
        {
            var credential = credentials.Create(db, form.CredentialKind, minted ? "" : KeySecret.Join(form.CredentialKind, form.Secret!, form.Passphrase), by.Id, now);
            endpoint.CredentialId = credential.Id;
            Outbox.Write(db, now, new Act("credential.changed", by) { DeviceId = deviceId, SubjectId = credential.Id, Facts = new Dictionary<string, string> { ["kind"] = form.CredentialKind.ToString() } });
        }

        return endpoint.Id;
    }, cancellation);

    private static IQueryable<Device> Whole(AdminDb db) => db.Devices
        .Include(device => device.Site).Include(device => device.Unit).Include(device => device.Offers)
        .Include(device => device.Endpoints).ThenInclude(endpoint => endpoint.Pins).AsSplitQuery();
}
