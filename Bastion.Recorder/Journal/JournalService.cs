using Bastion.Hosting;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Storage;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bastion.Recorder.Journal;

/// <summary>The contract of journal.proto. Admin and Gateway append, Admin reads.</summary>
internal sealed class JournalService(EvidenceStore store, Witnessing.Witnesses witnesses, DiskShare share, TimeProvider time) : Contracts.Journal.JournalBase
{
    public override async Task<AppendEntriesReply> Append(AppendEntriesRequest request, ServerCallContext context)
    {
        var service = PeerIdentity.Require(context, Plane.Admin, Plane.Gateway);
        if (request.Entries.Count is 0 or > EntryRules.MaxEntriesPerCall)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"1 to {EntryRules.MaxEntriesPerCall} entries at a time."));
        foreach (var entry in request.Entries)
        {
            if (EntryRules.Flaw(entry) is { } flaw)
                throw new RpcException(new Status(StatusCode.InvalidArgument, $"Entry {entry.Id}: {flaw}."));
            if (!EntryRules.MaySay(service, entry.Kind))
                throw new RpcException(new Status(StatusCode.PermissionDenied, $"{service} may not journal {entry.Kind}."));
        }
        try
        {
            var reply = new AppendEntriesReply();
            reply.Indexes.Add(await store.Journal.AppendAsync(service, request.Entries));
            return reply;
        }
        catch (JournalConflictException conflict)
        {
            throw new RpcException(new Status(StatusCode.AlreadyExists, conflict.Message));
        }
        catch (StorageException reason)
        {
            throw StorageStatus.Of(reason);
        }
    }

    public override async Task Read(ReadJournalRequest request, IServerStreamWriter<StoredEntry> responseStream, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Admin);
        try
        {
            foreach (var entry in new JournalQuery(store.Journal, request).Run())
                await responseStream.WriteAsync(entry, context.CancellationToken);
        }
        catch (StorageException reason)
        {
            throw StorageStatus.Of(reason);
        }
    }

    public override Task<JournalProof> Prove(ProveRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Admin);
        var head = Head();
        var proof = new JournalProof { Checkpoint = head.Note };
        if (request.Indexes.Count > EntryRules.MaxProofs || request.Indexes.Any(index => index >= head.Size))
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"At most {EntryRules.MaxProofs} entries, each before {head.Size}."));
        foreach (var index in request.Indexes)
        {
            var leaf = new ProvenLeaf { Index = index, Leaf = ByteString.CopyFrom(store.Journal.Leaf(index)) };
            leaf.Path.AddRange(store.Journal.InclusionProof(index, head.Size).Select(hash => ByteString.CopyFrom(hash)));
            proof.Leaves.Add(leaf);
        }
        return Task.FromResult(proof);
    }

    public override Task<ConsistencyProof> Consistency(ConsistencyRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Admin);
        var second = request.Second == 0 ? Head().Size : request.Second;
        if (request.First > second || second > store.Journal.Size)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"The journal has {store.Journal.Size} entries."));
        var proof = new ConsistencyProof { First = request.First, Second = second };
        proof.Path.AddRange(store.Journal.ConsistencyProof(request.First, second).Select(hash => ByteString.CopyFrom(hash)));
        return Task.FromResult(proof);
    }

    private SignedHead Head()
    {
        try
        {
            store.Health.ThrowIfFailed();
            return store.Checkpoints.Head();
        }
        catch (StorageException reason)
        {
            throw StorageStatus.Of(reason);
        }
    }

    public override Task<RecorderStatus> Status(StatusRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Admin, Plane.Gateway);
        var now = Timestamp.FromDateTimeOffset(time.GetUtcNow());
        var status = new RecorderStatus { Now = now, OpenRecordings = store.Catalogue.LiveCount };
        if (store.Started)
        {
            status.FreeBytes = store.Directory.FreeBytes;
            status.TotalBytes = store.Directory.TotalBytes;
            status.DiskAlarm = share.Alarm;
            var (size, root) = store.Journal.Head();
            (status.JournalSize, status.JournalHead, status.HeadAt) = (size, ByteString.CopyFrom(root), now);
            try
            {
                store.Health.ThrowIfFailed();
                status.Checkpoint = store.Checkpoints.Current();
            }
            catch (StorageException reason)
            {
                store.Health.Fail(reason);
            }
        }
        status.Contradiction = witnesses.Contradiction;
        (status.StorageOk, status.StorageText) = (store.Health.Ok, store.Health.Text);
        return Task.FromResult(status);
    }
}
