using Bastion.Hosting;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Playback;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Sealing;
using Bastion.Recorder.Storage;
using Bastion.Recorder.Witnessing;
using Grpc.Core;

namespace Bastion.Recorder.Export;

/// <summary>
/// Makes the evidence pack of one intervention. Its last act is its own entry in the journal, so that the head in the pack holds all that
/// the pack shows, and an entry that was left out breaks the row of its intervention.
/// </summary>
internal sealed class PackExport(
    EvidenceStore store, KeyRing ring, IReadOnlyList<VerifyingKey> adminKeys, Witnesses witnesses, TimestampKeeper timestamps, RecordingReading reading, StoreSettings settings, TimeProvider time)
{
    /// <summary>The finished zip in a file that is gone when it is closed.</summary>
    /// <exception cref="RpcException">What the contract says.</exception>
    /// <exception cref="StorageException"/>
    public async Task<FileStream> MakeAsync(ExportPackRequest request, CancellationToken cancel)
    {
        Check(request);
        var live = store.Catalogue.Live.Any(recording => recording.Info.Lease?.InterventionId == request.InterventionId);
        if (live)
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "A session of this intervention still runs, or is about to be sealed."));
        var exported = await reading.JournalExportAsync(request);
        var head = await witnesses.CosignAsync(cancel);
        var token = await timestamps.StampAsync(head, cancel);
        store.Disk.CreateDirectory(store.Directory.Exports);
        var path = Path.Combine(store.Directory.Exports, Guid.CreateVersion7(time.GetUtcNow()) + ".zip");
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        try
        {
            new PackWriter(store, ring, adminKeys, witnesses, settings.JournalOrigin, time.GetUtcNow()).Write(file, request, exported, head, token, cancel);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static void Check(ExportPackRequest request)
    {
        if (!Guid.TryParse(request.InterventionId, out _))
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The intervention's id is no UUID."));
        if (request.Passphrase.Length is < PackLimits.MinPassphrase or > PackLimits.MaxPassphrase)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"A passphrase has {PackLimits.MinPassphrase} to {PackLimits.MaxPassphrase} characters."));
        if (request.Documents.Count > PackLimits.MaxDocuments || request.Documents.Any(one => !IsName(one.Name) || one.Content.Length > PackLimits.MaxDocumentBytes)
            || request.Documents.DistinctBy(one => one.Name).Count() < request.Documents.Count)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"At most {PackLimits.MaxDocuments} documents of {PackLimits.MaxDocumentBytes} bytes, each with a name of its own."));
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= PackLimits.MaxDocumentName && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');
}
