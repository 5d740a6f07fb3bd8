namespace Bastion.Recorder.Recordings;

/// <summary>How a recording ended. Details are null when its keys are gone.</summary>
internal sealed record SealedEnd(SealStatement Statement, SealDetails? Details, string RecoveryText, byte[] Head, long Bytes)
{
    /// <summary>From the seal that was just written.</summary>
    public static SealedEnd Of(ReadOnlySpan<byte> seal, RecordWriter writer, string endText, string recoveryText)
    {
        RecordHeader.TryRead(seal, out var header);
        return new SealedEnd(
            SealStatement.Decode(seal[RecordHeader.Size..header.Plain]),
            new SealDetails(writer.MonotonicMicros, writer.UtcMicros, endText),
            recoveryText,
            writer.Head.ToArray(),
            writer.Length);
    }
}
