namespace Bastion.Recorder.Storage;

/// <summary>
/// Disk that is spoken for: what open recordings may still write, and a reserve that only the journal may use. Counted, not
/// allocated: Recorder is the only one that fills its disk, or the operator was told to keep it so.
/// </summary>
internal sealed class DiskReserve(Func<long> freeBytes, long journalReserve)
{
    private readonly Lock _gate = new();
    private long _taken;

    /// <summary>
    /// Speaks for this many bytes until they are given back, when there are that many besides <paramref name="outstanding"/>, which
    /// recordings that are open may still write.
    /// </summary>
    public bool TryTake(long bytes, Func<long> outstanding)
    {
        lock (_gate)
        {
            if (freeBytes() - journalReserve - outstanding() - _taken < bytes)
                return false;
            _taken += bytes;
            return true;
        }
    }

    public void GiveBack(long bytes)
    {
        lock (_gate)
            _taken -= bytes;
    }
}
