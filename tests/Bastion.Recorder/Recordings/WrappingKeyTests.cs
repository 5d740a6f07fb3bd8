using Bastion.Recorder.Recordings;

namespace Bastion.Recorder.Tests.Recordings;

public sealed class WrappingKeyTests
{
    [Fact]
    public void Keys_WrappedByManyThreadsAtOnce_AllUnwrap()
    {
        using var recording = new SmallRecording();
        Parallel.For(0, 5000, _ =>
        {
            var id = Guid.NewGuid();
            RecordingKeys.Unwrap(recording.Ring, id, RecordingKeys.Create().Wrap(recording.Ring, id));
        });
    }
}
