using Bastion.Admin.Contracts;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Decisions;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Devices;

/// <summary>Asks a Gateway which host keys an endpoint shows, by a signed DeviceTask, and pins what an Engineer confirms.</summary>
internal sealed class HostKeyScans(AdminStore store, LeaseSigner signer, GatewayLinks links, TimeProvider time)
{
    private const int MaxKeys = 16;
    private static readonly TimeSpan Validity = TimeSpan.FromMinutes(1);

    /// <summary>By an Administrator or an Engineer with the device in scope. Answers the scan's id; the result comes when a Gateway reports.</summary>
    public async Task<Outcome<Guid>> AskAsync(StaffContext by, Guid endpointId, CancellationToken cancellation)
    {
        var asked = await store.WriteAsync<Outcome<(HostKeyScan Scan, Device Device)>>(async db =>
        {
            var now = time.GetUtcNow();
            if (await LoadAsync(db, endpointId) is not var (endpoint, device))
                return Denial.Of(DenialCode.Unknown);
            if (by.Role != StaffRole.Administrator && !await InScopeAsync(db, by, device))
                return Denial.Of(DenialCode.NotAllowed);
            if (endpoint.Http is { Plain: true })
                return Denial.Of(DenialCode.FieldInvalid, "field", "protocol");
            var scan = new HostKeyScan { Id = Guid.CreateVersion7(now), EndpointId = endpointId, Endpoint = endpoint, AskedById = by.StaffId, AskedAt = now };
            db.Scans.Add(scan);
            Outbox.Write(db, now, new Act("device.scan_asked", by.Actor) { DeviceId = device.Id, SubjectId = endpointId, Source = by.Source });
            return (scan, device);
        }, cancellation);
        if (!asked.Done)
            return asked.Denial;
        var (row, owner) = asked.Value;
        if (!links.SendToOne(new AdminOrder { OrderId = row.Id.ToString("D"), Task = Task(row, owner, by) }))
            await FailAsync(row.Id, "no_gateway");
        return row.Id;
    }

    /// <summary>Newest first. A scan that nobody answered in a minute is shown as failed.</summary>
    public async Task<List<HostKeyScan>> ListAsync(Guid deviceId)
    {
        var scans = await store.ReadAsync(db => db.Scans.Include(scan => scan.Keys).Include(scan => scan.Endpoint!.Pins).Where(scan => scan.Endpoint!.DeviceId == deviceId).OrderByDescending(scan => scan.AskedAt).Take(20).ToListAsync());
        foreach (var scan in scans.Where(scan => scan.State == ScanState.Waiting && scan.AskedAt + Validity + Validity < time.GetUtcNow()))
            (scan.State, scan.Error) = (ScanState.Failed, "timeout");
        return scans;
    }

    /// <summary>By an Engineer in scope: the keys become the pins of the endpoint, a quarantine ends.</summary>
    public Task<Outcome<bool>> ConfirmAsync(StaffContext by, Guid scanId, CancellationToken cancellation) => SettleAsync(by, scanId, ScanState.Confirmed, (db, scan, device, now) =>
    {
        var endpoint = scan.Endpoint!;
        endpoint.Pins.Clear();
        endpoint.Quarantined = false;
        foreach (var key in scan.Keys)
        {
            var pin = new EndpointPin { Id = Guid.CreateVersion7(now), EndpointId = endpoint.Id, Algorithm = key.Algorithm, PublicKey = key.PublicKey, ConfirmedById = by.StaffId, ConfirmedAt = now };
            db.Add(pin);
        }

        Outbox.Write(db, now, new Act("device.pinned", by.Actor) { DeviceId = device.Id, SubjectId = endpoint.Id, Source = by.Source, Facts = scan.Keys.ToDictionary(key => key.Algorithm, key => key.Fingerprint) });
    }, cancellation);

    public Task<Outcome<bool>> DismissAsync(StaffContext by, Guid scanId, CancellationToken cancellation) => SettleAsync(by, scanId, ScanState.Dismissed, (db, scan, device, now) =>
        Outbox.Write(db, now, new Act("device.scan_dismissed", by.Actor) { DeviceId = device.Id, SubjectId = scan.EndpointId, Source = by.Source }), cancellation);

    /// <summary>What a Gateway found. Nothing is pinned by it.</summary>
    public Task ReportAsync(TaskReport report) => store.WriteAsync(async db =>
    {
        if (!Guid.TryParse(report.TaskId, out var id) || await db.Scans.Include(scan => scan.Endpoint).SingleOrDefaultAsync(scan => scan.Id == id) is not { State: ScanState.Waiting } scan)
            return false;
        var keys = report.HostKeys.Take(MaxKeys).Select(key => key.PublicKey.ToByteArray()).DistinctBy(SshFingerprint).ToList();
        if (report.Error.Length > 0 || keys.Count == 0)
        {
            scan.State = ScanState.Failed;
            scan.Error = report.Error.Length is 0 or > 100 ? "unreadable" : report.Error;
            return true;
        }

        scan.State = ScanState.Scanned;
        foreach (var blob in keys)
        {
            if (scan.Endpoint!.Protocol is EndpointProtocol.Https or EndpointProtocol.Rdp)
                db.Add(new ScannedKey { Id = Guid.CreateVersion7(time.GetUtcNow()), ScanId = scan.Id, Algorithm = EndpointPin.Certificate, PublicKey = blob, Fingerprint = SshFingerprint(blob) });
            else if (SshPublicKey.Strings(blob) is { Count: > 0 } parts)
                db.Add(new ScannedKey { Id = Guid.CreateVersion7(time.GetUtcNow()), ScanId = scan.Id, Algorithm = System.Text.Encoding.ASCII.GetString(parts[0]), PublicKey = blob, Fingerprint = SshFingerprint(blob) });
        }

        return true;
    });

    private static string SshFingerprint(byte[] blob) => SshPublicKey.FingerprintOf(blob);

    private static async Task<(Endpoint Endpoint, Device Device)?> LoadAsync(AdminDb db, Guid endpointId)
    {
        var endpoint = await db.Endpoints.SingleOrDefaultAsync(one => one.Id == endpointId);
        return endpoint is null ? null : (endpoint, await db.Devices.SingleAsync(one => one.Id == endpoint.DeviceId));
    }

    private static async Task<bool> InScopeAsync(AdminDb db, StaffContext by, Device device) =>
        await db.Staff.Include(one => one.Scopes).SingleOrDefaultAsync(one => one.Id == by.StaffId) is { } staff && Eligibility.InScope(staff, device);

    private SignedTask Task(HostKeyScan scan, Device device, StaffContext by)
    {
        var task = new DeviceTask
        {
            TaskId = scan.Id.ToString("D"),
            Kind = scan.Endpoint!.Protocol switch
            {
                EndpointProtocol.Https => "certificateScan",
                EndpointProtocol.Rdp => "desktopCertificateScan",
                _ => "hostKeyScan",
            },
            DeviceName = device.Name,
            Host = scan.Endpoint.Host,
            Port = scan.Endpoint.Port,
            IssuedAt = Timestamp.FromDateTimeOffset(scan.AskedAt),
            ValidMillis = (long)Validity.TotalMilliseconds,
            AskedBy = by.Name,
            OldTls = scan.Endpoint.Http?.OldTls(scan.AskedAt) ?? false,
        }.ToByteArray();
        return new SignedTask { Task = ByteString.CopyFrom(task), Signature = ByteString.CopyFrom(signer.Sign(task)), KeyId = signer.KeyId };
    }

    private Task<bool> FailAsync(Guid scanId, string error) => store.WriteAsync(async db =>
    {
        var scan = await db.Scans.SingleAsync(one => one.Id == scanId);
        scan.State = ScanState.Failed;
        scan.Error = error;
        return true;
    });

    private Task<Outcome<bool>> SettleAsync(StaffContext by, Guid scanId, ScanState state, Action<AdminDb, HostKeyScan, Device, DateTimeOffset> settle, CancellationToken cancellation) => store.WriteAsync<Outcome<bool>>(async db =>
    {
        var scan = await db.Scans.Include(one => one.Keys).Include(one => one.Endpoint!.Pins).SingleOrDefaultAsync(one => one.Id == scanId);
        if (scan is null)
            return Denial.Of(DenialCode.Unknown);
        var device = await db.Devices.SingleAsync(one => one.Id == scan.Endpoint!.DeviceId);
        if (!await InScopeAsync(db, by, device))
            return Denial.Of(DenialCode.NotAllowed);
        if (scan.State != ScanState.Scanned)
            return Denial.Of(DenialCode.Settled);
        var now = time.GetUtcNow();
        scan.State = state;
        scan.SettledById = by.StaffId;
        scan.SettledAt = now;
        settle(db, scan, device, now);
        return true;
    }, cancellation);
}
