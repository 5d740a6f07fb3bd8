namespace Bastion.Recorder.Storage;

/// <summary>What the header of a segment of the write-ahead log says.</summary>
internal readonly record struct WalSegment(ulong Number, ulong FirstNeeded, ulong FirstCommit);
