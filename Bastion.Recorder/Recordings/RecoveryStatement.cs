namespace Bastion.Recorder.Recordings;

/// <summary>
/// The clear part of a recovery record: salt (32) · i64 recovered at, microseconds of Unix time · u64 bytes of the file that were kept ·
/// u64 bytes of an incomplete tail that were set aside · text key id · text in words. Texts are u32 length and UTF-8.
/// </summary>
internal sealed record RecoveryStatement(byte[] Salt, long RecoveredAtMicros, long Kept, long SetAside, string KeyId, string Text)
{
    public ReadOnlySpan<byte> Encode() => new FieldWriter()
        .Raw(Salt).I64(RecoveredAtMicros).I64(Kept).I64(SetAside).Text(KeyId).Text(Text)
        .Written;

    /// <exception cref="InvalidDataException">Not a statement.</exception>
    public static RecoveryStatement Decode(ReadOnlySpan<byte> clear)
    {
        var from = new FieldReader(clear);
        return new RecoveryStatement(from.Take(EpochKeys.SaltSize).ToArray(), from.I64(), from.I64(), from.I64(), from.Text(), from.Text());
    }
}
