namespace Bastion.Recorder.Recordings;

internal enum RecordKind : byte
{
    /// <summary>The first record: who, when, what for; begins the first key epoch.</summary>
    Opening = 1,

    /// <summary>Frames that were made durable together.</summary>
    Batch = 2,

    /// <summary>A later start of Recorder found the recording unsealed; signed; begins a new key epoch.</summary>
    Recovery = 3,

    /// <summary>The last record; signed.</summary>
    Seal = 4,
}
