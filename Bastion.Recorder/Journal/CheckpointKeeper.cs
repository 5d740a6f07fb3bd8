using System.Text;
using Bastion.Recorder.Storage;
using NSec.Cryptography;

namespace Bastion.Recorder.Journal;

/// <summary>
/// Signs heads of the journal. The last one is kept in a file of its own, written before it is shown to anybody, so that no later
/// start can sign a history that does not contain it.
/// </summary>
internal sealed class CheckpointKeeper(Disk disk, JournalStore journal, Key key, string origin, string path)
{
    private const int MaxNote = 16 << 10;

    private readonly Lock _gate = new();
    private string _note = "";
    private ulong _size;

    /// <summary>The journal on disk must contain what was signed last.</summary>
    /// <exception cref="StorageException">It does not: it was cut, rolled back or rewritten.</exception>
    public void Check(LoadedJournal loaded)
    {
        if (!File.Exists(path))
            return;
        var note = Encoding.UTF8.GetString(disk.ReadWhole(path, MaxNote));
        var signed = Checkpoint.Open(note, origin, key.PublicKey)
            ?? throw new StorageException("the last signed head of the journal cannot be read");
        if (signed.Size > loaded.Tree.Size || !signed.Root.AsSpan().SequenceEqual(loaded.Tree.Root(signed.Size)))
            throw new StorageException($"the journal does not contain its signed head of {signed.Size} entries");
        (_note, _size) = (note, signed.Size);
    }

    /// <summary>A signed head of all that is durable now; empty while there is nothing.</summary>
    /// <exception cref="StorageException"/>
    public string Current()
    {
        lock (_gate)
        {
            var (size, root) = journal.Head();
            if (size > _size)
            {
                var note = new Checkpoint(origin, size, root).Sign(key);
                disk.WriteWhole(path, Encoding.UTF8.GetBytes(note));
                (_note, _size) = (note, size);
            }
            return _note;
        }
    }
}
