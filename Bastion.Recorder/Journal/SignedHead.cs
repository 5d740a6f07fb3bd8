namespace Bastion.Recorder.Journal;

/// <summary>A head of the journal and the signed note that says so.</summary>
internal sealed record SignedHead(ulong Size, byte[] Root, string Note);
