namespace Bastion.Recorder.Sealing;

internal enum KeyPurpose : byte
{
    /// <summary>Output, errors, events, and who, when and what of the opening.</summary>
    Replay = 1,

    /// <summary>What the technician typed.</summary>
    Input = 2,

    /// <summary>Entries of the journal of one month.</summary>
    Journal = 3,
}
