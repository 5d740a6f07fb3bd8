using System.Globalization;
using System.Security.Cryptography;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vault;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Files;

/// <summary>What becomes of an upload, judged from rows in one transaction; the words of the journal are file.held, file.scanned, file.delivered.</summary>
internal sealed class HeldFiles(AdminStore store, SecretVault vault, QuarantineStore contents, LeaseClock leases, Acknowledgements acknowledgements, TimeProvider time)
{
    public const string KeyPurpose = "held-file";

    /// <summary>Key of the counter of file numbers among those of years.</summary>
    private const int Counter = 0;

    /// <summary>Null when this session may send files now.</summary>
    public Task<Denial?> DenialAsync(Guid session, string protocol) => store.ReadAsync(async db => (await LoadAsync(db, session, protocol)).Denial);

    /// <summary>The whole content is there and the scanner has spoken: held, granted or refused. The content goes unless it is still needed.</summary>
    public async Task<Outcome<GrantedFile>> SettleAsync(Guid session, string protocol, string path, QuarantineWriter stored, byte[] sha256, ScanVerdict verdict, CancellationToken cancellation)
    {
        var settled = await store.WriteAsync<(Outcome<GrantedFile> Outcome, Guid? Entry, bool Keep)>(async db =>
        {
            var (live, denial) = await LoadAsync(db, session, protocol);
            if (live is null)
                return (denial!, null, false);
            var now = time.GetUtcNow();
            var file = await NewFileAsync(db, live, protocol, path, stored, sha256, verdict, now);
            if (!verdict.Clean)
            {
                var entry = Add(db, file, verdict, now);
                return (verdict.Found.Length > 0 ? Refusal("files.infected", file, verdict.Found) : Refusal("files.scan_failed", file, verdict.Text), entry.Id, false);
            }
            return live.Intervention!.GrantedControls.HasFlag(SessionControls.UploadsScanned) || live.Intervention.GrantedControls.HasFlag(SessionControls.UploadsFree)
                ? GrantNew(db, file, verdict, live, now)
                : await DeclaredAsync(db, file, verdict, live, now);
        }, cancellation);
        if (!settled.Keep)
            contents.Delete(stored.Id);
        // What lets a file pass waits for the journal; what holds it does not.
        if (settled.Outcome.Done && settled.Entry is { } permissive && !await acknowledgements.WaitAsync(permissive, cancellation))
            return Denial.Of(DenialCode.JournalBehind);
        return settled.Outcome;
    }

    /// <summary>Opens the content of a grant, once; the key is in the answer.</summary>
    public Task<(Guid Id, byte[] Key)?> UseGrantAsync(Guid session, byte[] grant) => store.WriteAsync<(Guid, byte[])?>(async db =>
    {
        var now = time.GetUtcNow();
        var hash = SHA256.HashData(grant);
        var file = await db.HeldFiles.SingleOrDefaultAsync(one => one.GrantHash == hash);
        if (file is null || file.GrantSessionId != session || !(file.GrantUntil > now) || file.Key.Length == 0 || leases.Until(session) <= now)
            return null;
        file.GrantHash = null;
        file.State = HeldState.Delivering;
        using var key = vault.Open(KeyPurpose, file.Id, file.Key);
        return (file.Id, key.Bytes.ToArray());
    });

    /// <summary>Gateway says how a delivery ended.</summary>
    public async Task DeliveredAsync(Guid session, Guid id, bool done, string text)
    {
        var gone = await store.WriteAsync(async db =>
        {
            var file = await db.HeldFiles.SingleOrDefaultAsync(one => one.Id == id && one.GrantSessionId == session && (one.State == HeldState.Delivering || one.GrantHash != null));
            if (file is null)
                return false;
            var now = time.GetUtcNow();
            file.GrantHash = null;
            file.State = done ? HeldState.Delivered : file.DecidedAt is null ? HeldState.Clean : HeldState.Released;
            file.DeliveredAt = done ? now : null;
            if (done)
                file.Key = [];
            var technician = await db.Technicians.SingleAsync(one => one.Id == file.TechnicianId);
            Outbox.Write(db, now, ActOf(done ? "file.delivered" : "file.undelivered", file, ActorRef.Of(technician)) with { Reason = text.Length > 400 ? text[..400] : text });
            // A file that needs no release is not kept for another try.
            if (file.State == HeldState.Clean)
                file.Key = [];
            return file.Key.Length == 0;
        });
        if (gone)
            contents.Delete(id);
    }

    public static Act ActOf(string kind, HeldFile file, ActorRef by) => new(kind, by)
    {
        InterventionId = file.InterventionId,
        DeviceId = file.DeviceId,
        SessionId = file.SessionId,
        SubjectId = file.Id,
        Facts = new Dictionary<string, string>
        {
            ["file"] = file.Number.ToString(CultureInfo.InvariantCulture),
            ["path"] = file.Path.Length > 1000 ? file.Path[..1000] : file.Path,
            ["bytes"] = file.Bytes.ToString(CultureInfo.InvariantCulture),
            ["sha256"] = Convert.ToHexStringLower(file.Sha256),
            ["by"] = file.Protocol,
        },
    };

    private async Task<(Session? Session, Denial? Denial)> LoadAsync(AdminDb db, Guid id, string protocol)
    {
        var session = await db.Sessions.Include(one => one.Technician).Include(one => one.Intervention).SingleOrDefaultAsync(one => one.Id == id);
        if (session is null || !session.Live || leases.Until(id) <= time.GetUtcNow())
            return (null, Denial.Of(DenialCode.LeaseOver));
        var (needed, word) = protocol switch
        {
            "sftp" => (SessionControls.SftpUp, "control.sftpUp"),
            "scp" => (SessionControls.ScpUp, "control.scpUp"),
            _ => (SessionControls.None, ""),
        };
        return needed == SessionControls.None || !session.Intervention!.GrantedControls.HasFlag(needed) ? (null, Denial.Of(word.Length > 0 ? word : DenialCode.ProtocolNotGranted)) : (session, null);
    }

    private async Task<HeldFile> NewFileAsync(AdminDb db, Session live, string protocol, string path, QuarantineWriter stored, byte[] sha256, ScanVerdict verdict, DateTimeOffset now)
    {
        var counter = await db.Counters.SingleOrDefaultAsync(one => one.Year == Counter);
        if (counter is null)
            db.Counters.Add(counter = new NumberCounter { Year = Counter });
        return new HeldFile
        {
            Id = stored.Id,
            Number = counter.Last + 1,
            InterventionId = live.InterventionId,
            SessionId = live.Id,
            DeviceId = live.DeviceId,
            TechnicianId = live.TechnicianId,
            Technician = live.Technician,
            Path = path,
            Protocol = protocol,
            Bytes = stored.Bytes,
            Sha256 = sha256,
            Key = verdict.Clean ? vault.Seal(KeyPurpose, stored.Id, stored.Key) : [],
            State = verdict.Clean ? HeldState.Held : verdict.Found.Length > 0 ? HeldState.Infected : HeldState.Unscanned,
            Scan = verdict.Text.Length > 400 ? verdict.Text[..400] : verdict.Text,
            Reason = verdict.Found,
            HeldAt = now,
        };
    }

    private static (Outcome<GrantedFile> Outcome, Guid? Entry, bool Keep) GrantNew(AdminDb db, HeldFile file, ScanVerdict verdict, Session live, DateTimeOffset now)
    {
        file.State = HeldState.Clean;
        var entry = Add(db, file, verdict, now);
        return (Grant(file, live, now), entry.Id, true);
    }

    // Only what an Engineer let pass goes on: the same content for the same place, inside the same intervention.
    private static async Task<(Outcome<GrantedFile> Outcome, Guid? Entry, bool Keep)> DeclaredAsync(AdminDb db, HeldFile file, ScanVerdict verdict, Session live, DateTimeOffset now)
    {
        var place = PathNames.Settled(file.Path);
        var same = (await db.HeldFiles.Where(one => one.InterventionId == file.InterventionId && one.DeviceId == file.DeviceId && one.Sha256 == file.Sha256).ToListAsync())
            .FindAll(one => PathNames.Settled(one.Path) == place);
        if (same.Find(one => one.State == HeldState.Refused) is { } refused)
            return (Refusal("files.refused", refused, refused.Reason), null, false);
        if (same.Find(one => one.State is HeldState.Released or HeldState.Delivering && one.Key.Length > 0 && one.ReleaseEntryId is not null) is { } released
            && await db.Outbox.AnyAsync(entry => entry.Id == released.ReleaseEntryId && entry.AcknowledgedAt != null))
        {
            var entry = Outbox.Write(db, now, Scanned(released, live.Technician!, verdict) with { SessionId = live.Id, Permissive = true });
            return (Grant(released, live, now), entry.Id, false);
        }
        if (same.Find(one => one.State is HeldState.Held or HeldState.Released) is { } waiting)
            return (Refusal("files.held", waiting, ""), null, false);
        Add(db, file, verdict, now);
        return (Refusal("files.held", file, ""), null, true);
    }

    private static OutboxEntry Add(AdminDb db, HeldFile file, ScanVerdict verdict, DateTimeOffset now)
    {
        var technician = file.Technician!;
        db.Counters.Local.Single(one => one.Year == Counter).Last = file.Number;
        db.HeldFiles.Add(file);
        Outbox.Write(db, now, ActOf("file.held", file, ActorRef.Of(technician)));
        return Outbox.Write(db, now, Scanned(file, technician, verdict) with { Permissive = file.State == HeldState.Clean });
    }

    private static Act Scanned(HeldFile file, Vendors.Technician technician, ScanVerdict verdict)
    {
        var act = ActOf("file.scanned", file, ActorRef.Of(technician));
        return act with
        {
            Facts = new Dictionary<string, string>(act.Facts)
            {
                ["verdict"] = verdict.Clean ? "clean" : verdict.Found.Length > 0 ? "infected" : "none",
                ["found"] = verdict.Found,
            },
        };
    }

    private static GrantedFile Grant(HeldFile file, Session live, DateTimeOffset now)
    {
        var grant = RandomNumberGenerator.GetBytes(32);
        file.GrantHash = SHA256.HashData(grant);
        file.GrantSessionId = live.Id;
        file.GrantUntil = now + HeldLimits.Grant;
        return new GrantedFile(file.Id, file.Number, grant, file.Bytes);
    }

    private static Denial Refusal(string code, HeldFile file, string reason) =>
        new(code, new Dictionary<string, string> { ["number"] = file.Number.ToString(CultureInfo.InvariantCulture), ["reason"] = reason.Length == 0 ? "–" : reason });
}
