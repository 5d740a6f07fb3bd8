using Bastion.Recorder.Recordings;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>A recording in a synthetic pack, with what the journal says of it.</summary>
internal sealed class SyntheticRecording
{
    public Guid Id { get; init; } = Guid.NewGuid();

    public RecordingKeys Keys { get; init; } = RecordingKeys.Create();

    public string Session { get; init; } = Guid.NewGuid().ToString();

    public byte[] Bytes { get; set; } = [];

    /// <summary>The chained hash of its last record.</summary>
    public byte[] Head { get; set; } = [];

    public string State { get; set; } = "sealed";

    public string? IdInManifest { get; set; }

    public bool FileInManifest { get; set; } = true;

    public bool InManifest { get; set; } = true;

    public bool InputKey { get; set; } = true;
}
