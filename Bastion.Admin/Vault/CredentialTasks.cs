using System.Collections.Concurrent;
using System.Text;
using Bastion.Admin.Contracts;
using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Rights;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Vault;

/// <summary>
/// Checks and changes credentials on devices, by signed tasks that a Gateway does. The new secret is in the vault before a device hears of it and becomes the
/// secret when a Gateway signed in with it; until then the old one is kept. Nothing is changed under a live session.
/// </summary>
internal sealed class CredentialTasks(AdminStore store, SecretVault vault, CredentialStore credentials, LeaseSigner signer, GatewayLinks links, TimeProvider time)
{
    private const string CheckKind = "credentialCheck";
    private const string RotateKind = "credentialRotate";
    private static readonly TimeSpan Validity = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<Guid, (Guid Endpoint, string Kind)> sent = [];

    /// <summary>Asked by a person. Denials: act.not_allowed, factor.*, record.unknown, credential.missing, credential.in_use, gateway.none.</summary>
    public async Task<Outcome<Guid>> AskAsync(StaffContext by, Guid endpointId, bool rotate, CancellationToken cancellation)
    {
        if (RightsJudge.Judge(by, rotate ? "credential.rotate" : "credential.check", time.GetUtcNow()) is { } refused)
            return refused;
        return await StartAsync(endpointId, rotate ? RotateKind : CheckKind, by.Actor, by.Source, cancellation);
    }

    /// <summary>What is due by now: used by an intervention, seen by somebody, too old.</summary>
    public async Task RunDueAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var due = await store.ReadAsync(async db => (await db.Endpoints.Include(one => one.Credential).Where(one => one.Protocol == EndpointProtocol.Ssh && one.CredentialId != null).ToListAsync(cancellation))
            .Where(one => one.Credential is { } kept && CanRotate(kept) && (kept.RotationDue || (kept.RotateAfterDays > 0 && kept.ChangedAt.AddDays(kept.RotateAfterDays) <= now)) && !(kept.PendingSince + (5 * Validity) > now))
            .Select(one => one.Id).ToList());
        foreach (var endpoint in due)
            await StartAsync(endpoint, RotateKind, ActorRef.System, "", cancellation);
    }

    /// <summary>What a Gateway met. False: not a task of ours.</summary>
    public async Task<bool> ReportAsync(TaskReport report)
    {
        if (!Guid.TryParse(report.TaskId, out var id) || !sent.TryRemove(id, out var task))
            return false;
        await store.WriteAsync(async db =>
        {
            var endpoint = await db.Endpoints.Include(one => one.Credential).SingleOrDefaultAsync(one => one.Id == task.Endpoint);
            if (endpoint?.Credential is not { } credential)
                return false;
            Settle(db, endpoint, credential, task.Kind, report.Error.Length > 40 ? "failed" : report.Error);
            return true;
        });
        return true;
    }

    private static bool CanRotate(Credential kept) => kept.Kind is CredentialKind.Password or CredentialKind.SshPrivateKey;

    private async Task<Outcome<Guid>> StartAsync(Guid endpointId, string kind, ActorRef by, string source, CancellationToken cancellation)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        var made = await store.WriteAsync<Outcome<DeviceTask>>(async db =>
        {
            var endpoint = await db.Endpoints.Include(one => one.Credential).Include(one => one.Pins).SingleOrDefaultAsync(one => one.Id == endpointId, cancellation);
            if (endpoint is null)
                return Denial.Of(DenialCode.Unknown);
            if (endpoint is not { Protocol: EndpointProtocol.Ssh, Credential: { } credential } || endpoint.Pins.Count == 0 || !CanRotate(credential))
                return Denial.Of(DenialCode.CredentialMissing);
            if (kind == RotateKind && await db.Sessions.AnyAsync(session => session.EndpointId == endpointId && session.State != SessionState.Ended, cancellation))
                return Denial.Of(DenialCode.CredentialInUse);
            var now = time.GetUtcNow();
            if (kind == RotateKind)
            {
                credential.Pending ??= vault.Seal(CredentialStore.Purpose, credential.Id, Encoding.UTF8.GetBytes(FreshSecret.Of(credential.Kind)));
                credential.PendingSince = now;
            }

            var device = await db.Devices.SingleAsync(one => one.Id == endpoint.DeviceId, cancellation);
            Outbox.Write(db, now, new Act(kind == RotateKind ? "credential.rotation_asked" : "credential.check_asked", by) { DeviceId = device.Id, SubjectId = credential.Id, Source = source });
            return Task(id, kind, device, endpoint, credential, by, now);
        }, cancellation);
        if (!made.Done)
            return made.Denial;
        sent[id] = (endpointId, kind);
        var bytes = made.Value.ToByteArray();
        var order = new AdminOrder { OrderId = id.ToString("D"), Task = new SignedTask { Task = ByteString.CopyFrom(bytes), Signature = ByteString.CopyFrom(signer.Sign(bytes)), KeyId = signer.KeyId } };
        if (links.SendToOne(order))
            return id;
        sent.TryRemove(id, out _);
        return Denial.Of(DenialCode.GatewayNone);
    }

    private DeviceTask Task(Guid id, string kind, Device device, Endpoint endpoint, Credential credential, ActorRef by, DateTimeOffset now)
    {
        var task = new DeviceTask
        {
            TaskId = id.ToString("D"),
            Kind = kind,
            DeviceName = device.Name,
            Host = endpoint.Host,
            Port = endpoint.Port,
            IssuedAt = Timestamp.FromDateTimeOffset(now),
            ValidMillis = (long)Validity.TotalMilliseconds,
            AskedBy = by.Name,
            Command = credential.RotationCommand,
        };
        task.Pins.AddRange(endpoint.Pins.Select(pin => new HostKeyPin { Algorithm = pin.Algorithm, PublicKey = ByteString.CopyFrom(pin.PublicKey) }));
        using var current = credentials.Open(credential);
        task.Current = Wired(endpoint.Account, credential.Kind, current.Reveal());
        if (kind == RotateKind)
        {
            using var pending = vault.Open(CredentialStore.Purpose, credential.Id, credential.Pending);
            task.Pending = Wired(endpoint.Account, credential.Kind, pending.Reveal());
            if (credential.Kind == CredentialKind.SshPrivateKey)
            {
                task.OldPublicKey = FreshSecret.PublicLine(KeySecret.Split(current.Reveal()).Key);
                task.NewPublicKey = FreshSecret.PublicLine(pending.Reveal());
            }
        }

        return task;
    }

    private static Contracts.Credential Wired(string account, CredentialKind kind, string secret)
    {
        var (key, passphrase) = KeySecret.Split(secret);
        return kind == CredentialKind.SshPrivateKey ? new Contracts.Credential { Account = account, PrivateKey = key, Passphrase = passphrase } : new Contracts.Credential { Account = account, Password = secret };
    }

    private void Settle(AdminDb db, Endpoint endpoint, Credential credential, string kind, string error)
    {
        var now = time.GetUtcNow();
        credential.CheckedAt = now;
        credential.CheckResult = error.Length == 0 ? "ok" : error;
        var facts = new Dictionary<string, string> { ["result"] = credential.CheckResult };
        if (kind == CheckKind)
        {
            Outbox.Write(db, now, new Act("credential.checked", ActorRef.System) { DeviceId = endpoint.DeviceId, SubjectId = credential.Id, Facts = facts });
            return;
        }

        if (error.Length == 0 && credential.Pending is { } pending)
        {
            credential.Sealed = pending;
            credential.ChangedAt = now;
            credential.ChangedById = null;
            credential.RotationDue = false;
        }

        // Where nobody knows which one is in force, both are kept and the next try finds out.
        if (error is "" or "rolled_back" or "refused")
            credential.Pending = null;
        Outbox.Write(db, now, new Act(error.Length == 0 ? "credential.rotated" : "credential.rotation_failed", ActorRef.System) { DeviceId = endpoint.DeviceId, SubjectId = credential.Id, Facts = facts });
    }
}
