using Bastion.Recorder.Recordings;
using Bastion.Recorder.Storage;

namespace Bastion.Recorder.Retention;

/// <summary>Destroys the keys of a recording and what was made of its content. Whoever calls has journaled it.</summary>
internal sealed class Eraser(EvidenceStore store)
{
    /// <exception cref="StorageException"/>
    public void Erase(RecordingInfo info)
    {
        store.Disk.Shred(DataDirectory.KeysOf(info.Path));
        store.Disk.Shred(DataDirectory.IndexOf(info.Path));
        // Who and what it was goes with its keys.
        if (store.Loader.Load(info.Path) is { } without)
            store.Catalogue.Add(without);
    }

    public static bool IsReadable(RecordingInfo info) => File.Exists(DataDirectory.KeysOf(info.Path));
}
