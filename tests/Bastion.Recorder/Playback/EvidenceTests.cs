using System.Text;
using Bastion.Recorder.Contracts;
using Bastion.Testing;
using Grpc.Core;

namespace Bastion.Recorder.Tests.Playback;

public sealed class EvidenceTests
{
    [Fact]
    public async Task Tail_FromTheStartToTheSeal_EqualsWhatReadAnswersAfterwards()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var session = await recorder.OpenAsync();
        using var feed = await session.FeedAsync();
        var watching = recorder.ReadAsync(session.RecordingId, follow: true);
        for (ulong sequence = 1; sequence <= 100; sequence++)
        {
            await feed.SendAsync(TestSession.Batch(sequence, TestSession.Output($"line {sequence}\n"), TestSession.Input("k")));
            if (sequence % 10 == 0)
                await feed.UntilDurableAsync(sequence);
        }
        var late = recorder.ReadAsync(session.RecordingId, follow: true, from: 150);
        await feed.FinishAsync(100);
        var tail = await watching.Within("the end of the tail");
        Assert.Equal(await recorder.ReadAsync(session.RecordingId), tail);
        Assert.Equal(200, tail.Count);
        Assert.Equal(tail.Skip(150), await late);
    }

    [Fact]
    public async Task Tail_ShowsAFrameAsSoonAsItIsDurable()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var session = await recorder.OpenAsync();
        using var feed = await session.FeedAsync();
        using var call = recorder.Evidence.Read(new ReadRecordingRequest
        {
            RecordingId = session.RecordingId,
            Follow = true,
            Viewer = new Viewer { PersonId = "p", Name = "Claire", Live = true },
        });
        for (ulong sequence = 1; sequence <= 20; sequence++)
        {
            await feed.SendAsync(TestSession.Batch(sequence, TestSession.Output($"{sequence}")));
            Assert.True(await call.ResponseStream.MoveNext(default).Within("the frame"));
            Assert.Equal($"{sequence}", call.ResponseStream.Current.Payload.ToStringUtf8());
            await feed.UntilDurableAsync(sequence);
        }
        Assert.Single(await recorder.JournalAsync(new ReadJournalRequest { KindPrefix = "session.watched" }));
    }

    [Fact]
    public async Task Look_IsInTheJournalBeforeItsFirstByteAndNamesItsReason()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var session = await SealedAsync(recorder);
        var frames = await recorder.ReadAsync(session.RecordingId, input: false);
        Assert.Equal([3u, 6u], frames.Where(f => f.Track == Track.Input).Select(f => f.Length));
        Assert.All(frames.Where(f => f.Track == Track.Input), f => Assert.Empty(f.Payload));
        var entry = Assert.Single(await recorder.JournalAsync(new ReadJournalRequest { KindPrefix = "recording.viewed" })).Entry;
        Assert.Equal(("Jeanne Roy", "Yearly review", session.Lease.SessionId, "false"), (entry.Actor.Name, entry.Reason, entry.SessionId, entry.Facts["input"]));

        foreach (var viewer in (Viewer?[])[null, new Viewer { PersonId = "p", Name = "n" }, new Viewer { Name = "n", Reason = "r" }])
        {
            using var call = recorder.Evidence.Read(new ReadRecordingRequest { RecordingId = session.RecordingId, Viewer = viewer });
            Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(default))).StatusCode);
        }
    }

    [Fact]
    public async Task Gateway_MayNotReadWhatItWrote()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var session = await SealedAsync(recorder);
        var evidence = recorder.EvidenceOfGateway;
        using var read = evidence.Read(new ReadRecordingRequest { RecordingId = session.RecordingId, Viewer = RecorderUnderTest.Auditor() });
        using var list = evidence.List(new ListRecordingsRequest());
        using var export = evidence.ExportAsciicast(new ReadRecordingRequest { RecordingId = session.RecordingId });
        foreach (var call in (Func<Task>[])
            [
                () => read.ResponseStream.MoveNext(default),
                () => list.ResponseStream.MoveNext(default),
                () => export.ResponseStream.MoveNext(default),
                () => evidence.GetAsync(new GetRecordingRequest { RecordingId = session.RecordingId }).ResponseAsync,
                () => evidence.VerifyAsync(new GetRecordingRequest { RecordingId = session.RecordingId }).ResponseAsync,
            ])
            Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(call)).StatusCode);
        Assert.Empty(await recorder.JournalAsync(new ReadJournalRequest { KindPrefix = "recording.viewed" }));
    }

    [Fact]
    public async Task List_FiltersAndShowsTheNewestFirst()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var (first, second, live) = (await SealedAsync(recorder), await SealedAsync(recorder), await recorder.OpenAsync());
        Assert.Equal([live.RecordingId, second.RecordingId, first.RecordingId], await ListAsync(recorder, new ListRecordingsRequest()));
        Assert.Equal([live.RecordingId], await ListAsync(recorder, new ListRecordingsRequest { LiveOnly = true }));
        Assert.Equal([live.RecordingId], await ListAsync(recorder, new ListRecordingsRequest { Limit = 1 }));
        Assert.Equal([first.RecordingId], await ListAsync(recorder, new ListRecordingsRequest { SessionId = first.Lease.SessionId }));
        Assert.Equal([second.RecordingId], await ListAsync(recorder, new ListRecordingsRequest { InterventionId = second.Lease.InterventionId, DeviceId = second.Lease.Device.Id }));
    }

    [Fact]
    public async Task Export_IsTheAsciicastOfTheRecording()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var session = await SealedAsync(recorder);
        using var call = recorder.Evidence.ExportAsciicast(new ReadRecordingRequest { RecordingId = session.RecordingId, Viewer = RecorderUnderTest.Auditor() });
        var text = new StringBuilder();
        await foreach (var chunk in call.ResponseStream.ReadAllAsync())
            text.Append(chunk.Data.ToStringUtf8());
        var lines = text.ToString().Split('\n');
        Assert.StartsWith("""{"version":2,"width":80,"height":24,""", lines[0], StringComparison.Ordinal);
        Assert.Equal("""[0.001000,"o","login: "]""", lines[1]);
        Assert.DoesNotContain("secret", text.ToString(), StringComparison.Ordinal);
        Assert.Equal("asciicast", Assert.Single(await recorder.JournalAsync(new ReadJournalRequest { KindPrefix = "recording.viewed" })).Entry.Facts["export"]);
    }

    [Fact]
    public async Task Verify_OfAFileThatWasChangedOrIsGone_SaysSo()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var (changed, gone) = (await SealedAsync(recorder), await SealedAsync(recorder));
        await Eventually.True(() => recorder.Store.Catalogue.LiveCount == 0, "the files to be in their place");
        await recorder.StopAsync();
        var path = recorder.SealedPath(changed.RecordingId);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        File.Delete(recorder.SealedPath(gone.RecordingId));
        await recorder.StartAgainAsync();
        Assert.Equal((false, "chain"), await CodeAsync(recorder, changed));
        Assert.Equal((false, "missing"), await CodeAsync(recorder, gone));
        var error = await Assert.ThrowsAsync<RpcException>(() => recorder.VerifyAsync(Guid.NewGuid().ToString()));
        Assert.Equal(StatusCode.NotFound, error.StatusCode);
    }

    private static async Task<(bool, string)> CodeAsync(RecorderUnderTest recorder, TestSession session)
    {
        var verification = await recorder.VerifyAsync(session.RecordingId);
        return (verification.Intact, verification.Code);
    }

    private static async Task<TestSession> SealedAsync(RecorderUnderTest recorder)
    {
        var session = await recorder.OpenAsync();
        using var feed = await session.FeedAsync();
        await feed.SendAsync(TestSession.Batch(1, TestSession.Output("login: "), TestSession.Input("sec")));
        await feed.SendAsync(TestSession.Batch(2, TestSession.Input("secret")));
        await feed.FinishAsync(2);
        return session;
    }

    private static async Task<List<string>> ListAsync(RecorderUnderTest recorder, ListRecordingsRequest request)
    {
        using var call = recorder.Evidence.List(request);
        var found = new List<string>();
        await foreach (var summary in call.ResponseStream.ReadAllAsync())
            found.Add(summary.RecordingId);
        return found;
    }
}
