namespace Bastion.Recorder.Ingest;

/// <summary>What a Gateway may send at most. Ours: a channel's packet is 32 KiB, so a batch of the largest still fits well.</summary>
internal static class IngestLimits
{
    public const int MaxFramesPerBatch = 4096;
    public const int MaxBatchBytes = 1 << 20;
    public const int MaxEndText = 1024;
}
