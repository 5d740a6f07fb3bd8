using Bastion.Recorder.Contracts;
using Bastion.Testing;
using Grpc.Core;

namespace Bastion.SystemTests.Promises;

/// <summary>The live view is the tail of the recording.</summary>
public sealed class LiveViewShowsWhatReplayShows : SystemTest
{
    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Watch_FromTheMiddleToTheEnd_IsTheReplay()
    {
        var (id, _) = await Hospital.Approved();
        await using var client = await Shell();
        var live = await Eventually.Value(async () => (await Evidence.List(request => request.InterventionId = id)).SingleOrDefault(), "a recording");
        Assert.Equal("Open", live.State);
        using var watching = Evidence.Follow(live.RecordingId);
        var seen = watching.ResponseStream.ReadAllAsync().ToListAsync().AsTask();
        client.Type("seq 1 5000; echo end-$((6*7))\n");
        await client.Received.WaitFor("end-42");
        client.Type("exit\n");
        await client.Exited.Within("the session to end");

        var recorded = await AssertEnded(id, Orderly);
        var watched = await seen.Within("the live view to end with the recording");
        Assert.Equal(
            recorded.Frames.Select(frame => (frame.Index, frame.Track, frame.MonotonicMicros, frame.Length)),
            watched.Select(frame => (frame.Index, frame.Track, frame.MonotonicMicros, frame.Length)));
        Assert.Equal(recorded.Output, watched.Where(frame => frame.Track == Track.Output).SelectMany(frame => frame.Payload.ToByteArray()));
        Assert.All(watched.Where(frame => frame.Track == Track.Input), frame => Assert.Empty(frame.Payload));
        await Evidence.Entry("session.watched");
        await Evidence.Entry("recording.viewed");
    }
}
