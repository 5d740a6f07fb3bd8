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

    [Fact]
    public async Task Batch_OutOfSequence_EndsTheStreamAndTheRecordingGoesOnWithAnother()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var session = await recorder.OpenAsync();
        using (var feed = await session.FeedAsync())
        {
            await feed.SendAsync(TestSession.Batch(1, TestSession.Output("a")));
            await feed.SendAsync(TestSession.Batch(3, TestSession.Output("c")));
            Assert.Equal("sequence", (await feed.UntilAsync(AppendReply.PartOneofCase.Failed)).Failed.Code);
            var error = await Assert.ThrowsAsync<RpcException>(feed.NextAsync);
            Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        }
        using var again = await session.FeedAsync();
        Assert.Equal(1ul, again.Durable);
        await again.SendAsync(TestSession.Batch(1, TestSession.Output("a")));
        await again.SendAsync(TestSession.Batch(2, TestSession.Output("b")));
        await again.UntilDurableAsync(2);
        await again.FinishAsync(2);
        Assert.Equal("ab", string.Concat((await recorder.ReadAsync(session.RecordingId)).Select(f => f.Payload.ToStringUtf8())));
    }

    [Fact]
    public async Task SecondStream_TakesTheRecordingFromTheFirst()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var session = await recorder.OpenAsync();
        using var first = await session.FeedAsync();
        using var second = await session.FeedAsync();
        Assert.Equal("closed", (await first.UntilAsync(AppendReply.PartOneofCase.Failed)).Failed.Code);
        await second.SendAsync(TestSession.Batch(1, TestSession.Output("x")));
        await second.UntilDurableAsync(1);
        Assert.Equal("WindowEnded", await second.FinishAsync(1, "WindowEnded"));
        using var third = await session.FeedAsync();
        Assert.Equal("WindowEnded", third.Last.Sealed?.EndReason);
    }

    [Fact]
    public async Task Ceiling_UsedUp_FailsThisSessionAloneAndStillTakesFinish()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var (small, other) = (await recorder.OpenAsync(1 << 20), await recorder.OpenAsync());
        using var feed = await small.FeedAsync();
        var block = TestSession.Frame(Track.Output, Google.Protobuf.ByteString.CopyFrom(System.Security.Cryptography.RandomNumberGenerator.GetBytes(300_000)));
        for (ulong sequence = 1; sequence <= 4; sequence++)
            await feed.SendAsync(TestSession.Batch(sequence, block));
        Assert.Equal("ceiling", (await feed.UntilAsync(AppendReply.PartOneofCase.Failed)).Failed.Code);
        await feed.SendAsync(TestSession.Batch(5, block));
        Assert.Equal("RecordingRefused", await feed.FinishAsync(5, "RecordingRefused"));
        Assert.Equal(3, (await recorder.ReadAsync(small.RecordingId)).Count);

        using var others = await other.FeedAsync();
        await others.SendAsync(TestSession.Batch(1, block));
        await others.UntilDurableAsync(1);
    }

    [Fact]
    public async Task BrokenStream_AtTheAdoptionTime_IsSealedAsGatewayLostAndNotBefore()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var recorder = await RecorderUnderTest.StartAsync(time);
        var session = await recorder.OpenAsync();
        var live = recorder.Store.Catalogue.FindLive(Guid.Parse(session.RecordingId))!;
        using (var feed = await session.FeedAsync())
        {
            await feed.SendAsync(TestSession.Batch(1, TestSession.Output("x")));
            await feed.UntilDurableAsync(1);
        }
        await Testing.Eventually.True(() => !live.IsFed, "Recorder to notice the break");
        time.Advance(recorder.Options.AdoptionTime - TimeSpan.FromTicks(1));
        using (var adopted = await session.FeedAsync())
        {
            Assert.Equal(1ul, adopted.Durable);
            time.Advance(TimeSpan.FromMinutes(1));
            await adopted.SendAsync(TestSession.Batch(2, TestSession.Output("y")));
            await adopted.UntilDurableAsync(2);
        }
        await Testing.Eventually.True(() => !live.IsFed, "Recorder to notice the break");
        Assert.Null(live.Sealing);
        time.Advance(recorder.Options.AdoptionTime);
        Assert.Equal("GatewayLost", (await live.Sealing!).Statement.EndReason);
        Assert.True((await recorder.VerifyAsync(session.RecordingId)).Intact);
    }

    [Fact]
    public async Task Sessions_SideBySide_EachKeepTheirOwn()
    {
        const int Sessions = 16;
        const int Batches = 60;
        await using var recorder = await RecorderUnderTest.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, Sessions).Select(async n =>
        {
            var session = await recorder.OpenAsync();
            using var feed = await session.FeedAsync();
            var random = new Random(n);
            var sent = new List<byte>();
            for (ulong sequence = 1; sequence <= Batches; sequence++)
            {
                var bytes = new byte[random.Next(20_000)];
                random.NextBytes(bytes);
                sent.AddRange(bytes);
                await feed.SendAsync(TestSession.Batch(sequence, TestSession.Frame(random.Next(2) == 0 ? Track.Output : Track.Input, Google.Protobuf.ByteString.CopyFrom(bytes))));
            }
            await feed.UntilDurableAsync(Batches);
            await feed.FinishAsync(Batches);
            Assert.Equal(sent, (await recorder.ReadAsync(session.RecordingId)).SelectMany(f => f.Payload));
            var verification = await recorder.VerifyAsync(session.RecordingId);
            Assert.True(verification.Intact, verification.Text);
        }));
    }

    [Fact]
    public async Task OrderlyStop_SealsWhatIsLiveAsRecorderLost()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var session = await recorder.OpenAsync();
        using var feed = await session.FeedAsync();
        await feed.SendAsync(TestSession.Batch(1, TestSession.Output("x")));
        await feed.UntilDurableAsync(1);
        await recorder.StopAsync();
        await recorder.StartAgainAsync();
        var summary = await recorder.Evidence.GetAsync(new GetRecordingRequest { RecordingId = session.RecordingId });
        Assert.Equal(("Sealed", "RecorderLost", false), (summary.State, summary.EndReason, summary.Recovered));
        Assert.Equal("ANA-01", Bastion.Admin.Contracts.Lease.Parser.ParseFrom(summary.Lease).Device.Name);
    }
}
