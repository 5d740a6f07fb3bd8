using System.Security.Cryptography;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Storage;

namespace Bastion.Recorder.Search;

/// <summary>Makes the search file of each sealed recording, one after the other, behind everything else; what a stop left out is made at the next start.</summary>
internal sealed partial class Indexer(EvidenceStore store, SearchFiles files, ILogger<Indexer> log) : BackgroundService
{
    /// <exception cref="StorageException"/>
    public void Make(RecordingInfo info)
    {
        if (store.Loader.KeysOf(info.Id, info.Path) is not { } keys || RecordSource.Open(store.Disk, info.Path) is not { } source)
            return;
        using var reader = new FrameReader(source, keys, 0, includeInput: false);
        var transcript = new Transcript();
        files.Write(info, keys, Lines(reader, transcript), () => transcript.FileWentIn);
    }

    // A thread of its own, and the least urgent of all: running sessions must not wait for what was said in those that are over.
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            ThreadNiceness.GiveWay();
            try
            {
                if (store.Started)
                    Run(stoppingToken);
                over.SetResult();
            }
            catch (OperationCanceledException)
            {
                // Recorder stops.
                over.SetResult();
            }
            catch (Exception e)
            {
                over.SetException(e);
            }
        }) { Name = "indexer", IsBackground = true }.Start();
        return over.Task;
    }

    private void Run(CancellationToken stopping)
    {
        foreach (var info in store.Catalogue.All.Where(info => info.End is not null && !files.Has(info)).ToList())
        {
            stopping.ThrowIfCancellationRequested();
            MakeOrSay(info);
        }
        while (store.JustSealed.Reader.WaitToReadAsync(stopping).AsTask().GetAwaiter().GetResult())
        {
            while (store.JustSealed.Reader.TryRead(out var id))
            {
                stopping.ThrowIfCancellationRequested();
                if (store.Catalogue.Find(id) is { End: not null } info)
                    MakeOrSay(info);
            }
        }
    }

    // A recording without one is found by no search; its evidence is what it was.
    private void MakeOrSay(RecordingInfo info)
    {
        try
        {
            Make(info);
        }
        catch (Exception e) when (e is StorageException or CryptographicException or InvalidDataException)
        {
            NotIndexed(info.Id, e.Message);
        }
    }

    private static IEnumerable<TranscriptLine> Lines(FrameReader reader, Transcript transcript)
    {
        var frames = new List<Contracts.RecordedFrame>();
        while (reader.TryReadRecord(reader.FileLength, frames))
        {
            foreach (var line in frames.SelectMany(transcript.Add))
                yield return line;
            frames.Clear();
        }
        foreach (var line in transcript.End())
            yield return line;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recording {Id} cannot be searched: {What}")]
    private partial void NotIndexed(Guid id, string what);
}
