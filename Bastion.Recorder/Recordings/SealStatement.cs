namespace Bastion.Recorder.Recordings;

/// <summary>
/// The clear part of the seal: i64 sealed at, microseconds of Unix time · u64 sequence of the last batch · u64 frames ·
/// u8 1 when it was sealed by recovery · text key id · text end reason. Texts are u32 length and UTF-8.
/// The main part holds i64 monotonic and i64 UTC microseconds of the last batch and the end text.
/// </summary>
internal sealed record SealStatement(long SealedAtMicros, ulong LastSequence, ulong Frames, bool Recovered, string KeyId, string EndReason)
{
    public ReadOnlySpan<byte> Encode() => new FieldWriter()
        .I64(SealedAtMicros).U64(LastSequence).U64(Frames).U8(Recovered ? (byte)1 : (byte)0).Text(KeyId).Text(EndReason)
        .Written;

    /// <exception cref="InvalidDataException">Not a statement.</exception>
    public static SealStatement Decode(ReadOnlySpan<byte> clear)
    {
        var from = new FieldReader(clear);
        return new SealStatement(from.I64(), from.U64(), from.U64(), from.U8() == 1, from.Text(), from.Text());
    }
}
