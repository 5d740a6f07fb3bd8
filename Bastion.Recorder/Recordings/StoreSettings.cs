namespace Bastion.Recorder.Recordings;

/// <summary>What the store is told.</summary>
internal sealed record StoreSettings(
    string DataDirectory, TimeSpan AdoptionTime, int WalSegments, int WalSegmentBytes, int MaxCommitBytes, string JournalOrigin);
