namespace Bastion.Recorder.Storage;

/// <summary>
/// Disk that is spoken for: what open recordings may still write, and a reserve that only the journal may use. Counted, not
/// allocated: Recorder is the only one that fills its disk, or the operator was told to keep it so.
/// </summary>
internal sealed class DiskReserve(Func<long> freeBytes, long journalReserve)
{
    private readonly Lock _gate = new();

    /// <summary>Checks and reserves in one step. <paramref name="outstanding"/> is what recordings that are open may still write.</summary>
    public bool TryTake(long bytes, Func<long> outstanding, Action<long> take)
    {
        lock (_gate)
        {
            if (freeBytes() - journalReserve - outstanding() < bytes)
                return false;
            take(bytes);
            return true;
        }
    }
}
