using Bastion.Recorder.Contracts;
using Grpc.Core;

namespace Bastion.Admin.Tests;

/// <summary>A journal that can be silent: what it acknowledged is in <see cref="Entries"/>, each id once.</summary>
internal sealed class JournalDouble : Journal.JournalClient
{
    private readonly Lock gate = new();
    private readonly List<Entry> entries = [];
    private int calls;

    public bool Answers { get; set; } = true;

    /// <summary>Stores, then fails: as a Recorder that dies between its disk and its answer.</summary>
    public int DiesAfterStoring { get; set; }

    public int Calls => Volatile.Read(ref calls);

    public IReadOnlyList<Entry> Entries
    {
        get
        {
            lock (gate)
                return [.. entries];
        }
    }

    public override AsyncUnaryCall<AppendEntriesReply> AppendAsync(AppendEntriesRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref calls);
        return new(Append(request), Task.FromResult(new Metadata()), () => Grpc.Core.Status.DefaultSuccess, () => [], () => { });
    }

    private Task<AppendEntriesReply> Append(AppendEntriesRequest request)
    {
        if (!Answers)
            return Task.FromException<AppendEntriesReply>(new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "down")));
        var reply = new AppendEntriesReply();
        lock (gate)
        {
            foreach (var entry in request.Entries)
            {
                if (!entries.Exists(one => one.Id == entry.Id))
                    entries.Add(entry);
                reply.Indexes.Add((ulong)entries.FindIndex(one => one.Id == entry.Id));
            }

            if (DiesAfterStoring > 0)
            {
                DiesAfterStoring--;
                return Task.FromException<AppendEntriesReply>(new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "died")));
            }
        }

        return Task.FromResult(reply);
    }
}
