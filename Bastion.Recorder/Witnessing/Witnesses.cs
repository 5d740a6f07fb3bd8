using System.Text;
using Bastion.Hosting;
using Bastion.Recorder.Journal;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Storage;

namespace Bastion.Recorder.Witnessing;

/// <summary>
/// Shows every new head of the journal to all witnesses, and keeps the last one with their signatures in journal/cosigned. A witness that does
/// not answer delays nothing; one that contradicts is said in the status and in the journal.
/// </summary>
internal sealed partial class Witnesses(EvidenceStore store, IReadOnlyList<WitnessClient> clients, string origin, TimeSpan every, TimeProvider time, ILogger<Witnesses> log) : BackgroundService
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private CosignedHead? _last;
    private string _said = "";

    public IReadOnlyList<WitnessClient> All => clients;

    /// <summary>What staff must be told; empty when nothing.</summary>
    public string Contradiction => string.Join(' ', clients.Select(client => client.Contradiction).Where(text => text.Length > 0));

    /// <summary>The present head as every witness that answers has signed it.</summary>
    /// <exception cref="StorageException"/>
    public async Task<CosignedHead> CosignAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var head = store.Checkpoints.Head();
            if (_last is { } last && last.Head.Size == head.Size && last.Cosignatures.Count == clients.Count)
                return last;
            var lines = await Task.WhenAll(clients.Select(client => client.SubmitAsync(store.Journal, head, origin, cancel)));
            var cosigned = new CosignedHead(head, [.. lines.OfType<string>()]);
            if (cosigned.Cosignatures.Count > 0)
                store.Disk.WriteWhole(store.Directory.CosignedFile, Encoding.UTF8.GetBytes(cosigned.Note));
            return _last = cosigned;
        }
        finally
        {
            _one.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (clients.Count == 0)
            return;
        using var timer = new PeriodicTimer(every, time);
        try
        {
            do
            {
                await PushAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Recorder stops.
        }
    }

    private async Task PushAsync(CancellationToken cancel)
    {
        if (!store.Started || !store.Health.Ok)
            return;
        try
        {
            var seen = _last is { } last && last.Head.Size == store.Journal.Size && last.Cosignatures.Count == clients.Count;
            if (store.Journal.Size > 0 && !seen)
                await CosignAsync(cancel);
            await SayAsync();
        }
        catch (StorageException reason)
        {
            store.Health.Fail(reason);
        }
    }

    private async Task SayAsync()
    {
        if (Contradiction is { Length: > 0 } text && text != _said)
        {
            _said = text;
            Contradicts(text);
            await store.Journal.AppendAsync(Plane.Recorder, [store.Entries.Storage("journal.contradicted", new() { ["witness"] = text })]);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "A witness contradicts the journal: {What}")]
    private partial void Contradicts(string what);
}
