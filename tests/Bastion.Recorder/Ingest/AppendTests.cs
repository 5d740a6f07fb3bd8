using Bastion.Recorder.Contracts;
using Grpc.Core;

namespace Bastion.Recorder.Tests.Ingest;

public sealed class AppendTests
{
    [Fact]
    public async Task Session_FromOpenToSeal_IsReadAsItWasSent()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var session = await recorder.OpenAsync();
        using var feed = await session.FeedAsync();
        Assert.Equal(0ul, feed.Durable);

        await feed.SendAsync(TestSession.Batch(1, TestSession.Frame(Track.Event, Google.Protobuf.ByteString.CopyFromUtf8("""{"kind":"pty","columns":80,"rows":24,"term":"xterm"}""")), TestSession.Output("login: ")));
        await feed.SendAsync(TestSession.Batch(2, TestSession.Input("sec"), TestSession.Output("echo"), TestSession.Input("ret")));
        await feed.UntilDurableAsync(2);
        Assert.Equal("TechnicianClosed", await feed.FinishAsync(2, text: "bye"));

        var frames = await recorder.ReadAsync(session.RecordingId);
        Assert.Equal([Track.Event, Track.Output, Track.Input, Track.Output, Track.Input], frames.Select(f => f.Track));
        Assert.Equal("sec echo ret", string.Join(' ', frames.Skip(2).Select(f => f.Payload.ToStringUtf8())));
        Assert.Equal([0ul, 1, 2, 3, 4], frames.Select(f => f.Index));
        Assert.Equal(2000, frames[4].MonotonicMicros);

        var summary = await recorder.Evidence.GetAsync(new GetRecordingRequest { RecordingId = session.RecordingId });
        Assert.Equal(("Sealed", "TechnicianClosed", "bye", 5ul, false), (summary.State, summary.EndReason, summary.EndText, summary.Frames, summary.Recovered));
        var verification = await recorder.VerifyAsync(session.RecordingId);
        Assert.True(verification.Intact, verification.Text);
    }

    [Fact]
    public async Task Start_WithAnotherKey_IsNotFound()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var session = await recorder.OpenAsync();
        using var call = recorder.Recording.Append();
        await call.RequestStream.WriteAsync(new AppendRequest { Start = new AppendStart { RecordingId = session.RecordingId, AppendKey = Google.Protobuf.ByteString.CopyFrom(new byte[64]) } });
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(default));
        Assert.Equal(StatusCode.NotFound, error.StatusCode);
    }
}
