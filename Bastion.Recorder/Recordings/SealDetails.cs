namespace Bastion.Recorder.Recordings;

/// <summary>The main part of the seal.</summary>
internal sealed record SealDetails(long MonotonicMicros, long UtcMicros, string EndText)
{
    public ReadOnlySpan<byte> Encode() => new FieldWriter().I64(MonotonicMicros).I64(UtcMicros).Text(EndText).Written;

    /// <exception cref="InvalidDataException">Not such a part.</exception>
    public static SealDetails Decode(ReadOnlySpan<byte> plain)
    {
        var from = new FieldReader(plain);
        return new SealDetails(from.I64(), from.I64(), from.Text());
    }
}
