using System.Security.Cryptography;
using Bastion.Admin.Contracts;
using Bastion.Hosting;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Journal;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Sealing;
using Bastion.Recorder.Storage;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bastion.Recorder.Ingest;

/// <summary>
/// Opens recordings: one for each session, for ever. A receipt leaves only when the recording and its journal entry are on disk.
/// </summary>
internal sealed class RecordingOpener(EvidenceStore store, LeaseCheck check, KeyRing ring, DiskReserve reserve, DiskShare share, TimeProvider time, ILogger<RecordingOpener> log)
{
    /// <summary>How long an opened recording waits for its first stream.</summary>
    public static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    /// <summary>What an opening costs besides the session's own bytes: key file, directory entries, seal.</summary>
    private const long Overhead = 64 << 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Guid> _bySession = [];
    private readonly Dictionary<Guid, Task> _opening = [];
    private bool _listed;
    private long _highestEpoch;

    /// <exception cref="StorageException"/>
    public async Task<(SignedReceipt? Receipt, OpenRefusal? Refusal)> OpenAsync(SignedLease signed, string client, string gatewayId)
    {
        if (check.Read(signed, out var lease) is { } wrong)
            return Refused(wrong);
        var id = Guid.CreateVersion7(time.GetUtcNow());
        Task opening;
        lock (_gate)
        {
            ListKnown();
            if (_bySession.TryAdd(lease.SessionId, id))
                _opening[id] = CreateAsync(id, signed, lease, client, gatewayId);
            else
                id = _bySession[lease.SessionId];
            opening = _opening.GetValueOrDefault(id, Task.CompletedTask);
        }
        try
        {
            await opening;
        }
        catch (OpenRefusedException refused)
        {
            return Refused(refused.Refusal);
        }
        finally
        {
            lock (_gate)
            {
                if (_opening.Remove(id) && opening.IsFaulted)
                    _bySession.Remove(lease.SessionId);
            }
        }
        return Receipt(id, signed);
    }

    // The same lease is told the same, while nothing was appended.
    private (SignedReceipt? Receipt, OpenRefusal? Refusal) Receipt(Guid id, SignedLease signed)
    {
        if (store.Catalogue.FindLive(id) is not { Info.Opening: { } opening, Appended: 0, Sealing: null }
            || !opening.Lease.AsSpan().SequenceEqual(signed.Lease.Span))
            return Refused("its session has a recording already");
        return (new SignedReceipt
        {
            Receipt = ByteString.CopyFrom(opening.Receipt),
            Signature = ByteString.CopyFrom(opening.ReceiptSignature),
            KeyId = opening.ReceiptKeyId,
        }, null);
    }

    private async Task CreateAsync(Guid id, SignedLease signed, Lease lease, string client, string gatewayId)
    {
        await Task.Yield();
        var now = time.GetUtcNow();
        var stale = LeaseCheck.Freshness(lease, now) ?? (lease.Epoch < Interlocked.Read(ref _highestEpoch) ? "it is from before Admin's store was restored" : null);
        if (stale is not null)
            throw new OpenRefusedException(new OpenRefusal(StatusCode.FailedPrecondition, $"The lease is refused: {stale}."));
        Interlocked.Exchange(ref _highestEpoch, Math.Max(lease.Epoch, Interlocked.Read(ref _highestEpoch)));
        var receipt = new Receipt
        {
            RecordingId = id.ToString(),
            LeaseId = lease.LeaseId,
            SessionId = lease.SessionId,
            LeaseSha256 = ByteString.CopyFrom(SHA256.HashData(signed.Lease.Span)),
            OpenedAt = Timestamp.FromDateTimeOffset(now),
        }.ToByteArray();
        var info = new RecordingInfo
        {
            Id = id,
            OpenedAt = now,
            Opening = new Opening(signed.Lease.ToByteArray(), signed.Signature.ToByteArray(), signed.KeyId, receipt, ring.Signing.Sign(receipt), ring.Signing.Id, client, gatewayId),
            Lease = lease,
            Path = store.Directory.LivePath(id),
        };
        var recording = Reserved(info, lease.CeilingBytes + Overhead);
        try
        {
            var journaled = store.Journal.AppendAsync(Plane.Recorder, [OwnEntries.Opened(info, info.Opening, lease)]);
            await Task.WhenAll(recording.OpenAsync(), journaled);
        }
        catch
        {
            store.Catalogue.Remove(recording);
            throw;
        }
        recording.LeaveUnattended(StartTime, EndReasons.GatewayLost);
        Log.Opened(log, id, lease.SessionId);
    }

    private LiveRecording Reserved(RecordingInfo info, long bytes)
    {
        if (share.IsSpent)
            throw new OpenRefusedException(new OpenRefusal(StatusCode.ResourceExhausted, "Less of the disk is free than must stay free: no session opens."));
        if (!reserve.TryTake(bytes, Outstanding))
            throw new OpenRefusedException(new OpenRefusal(StatusCode.ResourceExhausted, "There is not enough free disk to reserve for this session."));
        try
        {
            var recording = Create(info);
            store.Catalogue.Add(recording);
            return recording;
        }
        finally
        {
            // From here on the recording itself is counted.
            reserve.GiveBack(bytes);
        }
    }

    private LiveRecording Create(RecordingInfo info)
    {
        var keys = RecordingKeys.Create();
        var file = store.Disk.Open(info.Path, create: true);
        // Its directory is synced with the key file, which comes second.
        store.Disk.WriteWhole(DataDirectory.KeysOf(info.Path), keys.Wrap(ring, info.Id));
        var writer = new RecordWriter(new Preamble(info.Id, info.OpenedAt.ToUnixMicros()), keys);
        return new LiveRecording(info, info.Lease!.CeilingBytes, new AppendFile(store.Disk, FileId.Recording(info.Id), info.Path, file, 0), writer, store.Services);
    }

    private long Outstanding() => store.Catalogue.Live.Sum(recording => Math.Max(0, recording.Ceiling - recording.Written) + Overhead);

    private void ListKnown()
    {
        if (_listed)
            return;
        foreach (var info in store.Catalogue.All)
        {
            if (info.Lease is { } lease)
            {
                _bySession[lease.SessionId] = info.Id;
                _highestEpoch = Math.Max(_highestEpoch, lease.Epoch);
            }
        }
        _listed = true;
    }

    private static (SignedReceipt? Receipt, OpenRefusal? Refusal) Refused(string what) =>
        (null, new OpenRefusal(StatusCode.FailedPrecondition, $"The lease is refused: {what}."));

    private static (SignedReceipt? Receipt, OpenRefusal? Refusal) Refused(OpenRefusal refusal) => (null, refusal);
}
