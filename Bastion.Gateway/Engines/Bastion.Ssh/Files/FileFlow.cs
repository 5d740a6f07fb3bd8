namespace Bastion.Ssh.Files;

/// <summary>One direction of one opened file: its content's digest and the run of bytes that was not told yet.</summary>
public sealed class FileFlow(int file, FileWay way, bool hashOnly) : IDisposable
{
    private readonly ContentDigest _digest = new(repeatsHarmless: way == FileWay.Out);
    private ulong _runStart;
    private ulong _runEnd;

    public bool Moved => _digest.Passed > 0;

    public ulong End => _digest.End;

    /// <summary>Where the content ends, once that is known.</summary>
    public ulong? KnownEnd { get; set; }

    public void Add(ulong offset, ReadOnlySpan<byte> bytes, ICollection<FileFact> facts)
    {
        _digest.Add(offset, bytes);
        if (hashOnly)
        {
            // What is not kept is known by its hash before it goes on.
            bool running = _digest.InOrder && _digest.End == offset + (ulong)bytes.Length;
            facts.Add(new FileFact(FileFactKind.Bytes)
            {
                File = file,
                Way = way,
                Offset = offset,
                Bytes = (ulong)bytes.Length,
                Running = running,
                Sha256 = running ? _digest.Hash() : System.Security.Cryptography.SHA256.HashData(bytes),
            });
            return;
        }

        if (offset != _runEnd || _runStart == _runEnd)
        {
            TellRun(facts);
            _runStart = offset;
        }

        _runEnd = offset + (ulong)bytes.Length;
    }

    /// <param name="path">Of the file.</param>
    /// <param name="fresh">In: the file was made or emptied when it was opened, so that what was written is all of it.</param>
    /// <param name="outcome">ok, or why it ended.</param>
    /// <param name="facts">Takes the last run and the closing fact.</param>
    /// <param name="detail">More about the outcome.</param>
    public void Close(string path, bool fresh, string outcome, ICollection<FileFact> facts, string detail = "")
    {
        TellRun(facts);
        _digest.Finish();
        bool toTheEnd = way == FileWay.In ? fresh : KnownEnd == _digest.End;
        facts.Add(new FileFact(FileFactKind.Closed)
        {
            File = file,
            Path = path,
            Way = way,
            Offset = _digest.Start,
            Bytes = _digest.InOrder ? _digest.Length : _digest.Passed,
            Sha256 = _digest.InOrder ? _digest.Hash() : null,
            Whole = _digest.InOrder && _digest.Start == 0 && toTheEnd && outcome == "ok",
            Outcome = outcome,
            Detail = detail,
        });
    }

    public void Dispose() => _digest.Dispose();

    private void TellRun(ICollection<FileFact> facts)
    {
        if (_runEnd > _runStart)
        {
            facts.Add(new FileFact(FileFactKind.Bytes) { File = file, Way = way, Offset = _runStart, Bytes = _runEnd - _runStart });
        }

        _runStart = _runEnd = 0;
    }
}
