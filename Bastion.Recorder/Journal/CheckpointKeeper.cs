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
    private SignedHead _head = new(0, MerkleTree.LeafHash([]), "");

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
        _head = new SignedHead(signed.Size, signed.Root, note);
    }

    /// <summary>A signed head of all that is durable now; empty while there is nothing.</summary>
    /// <exception cref="StorageException"/>
    public string Current() => Head().Note;

    /// <summary>The same with what it says.</summary>
    /// <exception cref="StorageException"/>
    public SignedHead Head()
    {
        lock (_gate)
        {
            var (size, root) = journal.Head();
            if (size > _head.Size)
            {
                var note = new Checkpoint(origin, size, root).Sign(key);
                disk.WriteWhole(path, Encoding.UTF8.GetBytes(note));
                _head = new SignedHead(size, root, note);
            }
            return _head;
        }
    }
}
