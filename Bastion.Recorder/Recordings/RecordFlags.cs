namespace Bastion.Recorder.Recordings;

[Flags]
internal enum RecordFlags : byte
{
    None = 0,

    /// <summary>Nothing stands behind it: the seal.</summary>
    Final = 1,

    /// <summary>The main part is a deflated one (<see cref="PackedPart"/>); only of batches.</summary>
    Packed = 2,
}
