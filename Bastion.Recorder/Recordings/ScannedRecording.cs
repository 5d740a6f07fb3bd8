namespace Bastion.Recorder.Recordings;

/// <summary>What a pass over a recording found: everything up to its last intact record.</summary>
internal sealed class ScannedRecording
{
    public required Preamble Preamble { get; init; }

    /// <summary>Behind the last intact record.</summary>
    public long Length { get; set; }

    public ulong Records { get; set; }

    public ulong Frames { get; set; }

    public ulong Sequence { get; set; }

    public long MonotonicMicros { get; set; }

    public long UtcMicros { get; set; }

    public byte[] Head { get; set; } = [];

    public Opening? Opening { get; set; }

    public RecoveryStatement? Recovery { get; set; }

    public SealStatement? Seal { get; set; }

    public SealDetails? SealDetails { get; set; }

    /// <summary>The first thing that is wrong, and where; empty when the file ends with its last intact record.</summary>
    public Flaw? Flaw { get; set; }
}
