using Bastion.Recorder.Sealing;
using Bastion.Recorder.Storage;

namespace Bastion.Recorder.Recordings;

/// <summary>What every live recording needs of its Recorder.</summary>
/// <param name="Sealed">Called when the seal is durable: journals it and puts the file in its place.</param>
internal sealed record LiveRecordingServices(
    TimeProvider Time, TimeSpan AdoptionTime, CommitLoop Commits, SigningKey Signing, StorageMetrics Metrics, Func<LiveRecording, SealedEnd, Task> Sealed);
