using Bastion.Recorder.Contracts;
using Bastion.Testing;
using Grpc.Core;
using Microsoft.Playwright;

namespace Bastion.Recorder.Tests.Playback.Desktop;

/// <summary>A recorded desktop played to the product's own client in a real Chromium.</summary>
public sealed class DesktopPlaybackTests
{
    private const string Red = "255,0,0";
    private const string Green = "0,255,0";
    private const string Blue = "0,0,255";

    [PeerFact("chromium")]
    public async Task Replay_OfASealedRecording_DrawsEachInstantThatIsSought()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var recording = await RecordAsync(recorder);
        await using var page = await PlayerPage.StartAsync(recorder.Evidence, new PlayStart { RecordingId = recording, Viewer = RecorderUnderTest.Auditor(), Paused = true });
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = PeerProgram.Find("chromium"), Args = ["--no-sandbox", "--disable-gpu"] });
        var window = await browser.NewPageAsync();
        await window.GotoAsync(page.Address);
        await OpenedAsync(window);

        Assert.Equal(10_500_000, await window.EvaluateAsync<long>("() => Number(words.find(x => x.timeline)?.timeline.durationMicros)"));
        foreach (var (micros, colour) in ((long, string)[])[(4_500_000, Green), (1_500_000, Red), (9_500_000, Blue), (4_000_000, Green), (10_000_000, Blue), (1_000_000, Red)])
        {
            await SeekAsync(window, micros);
            await ColourAsync(window, colour);
        }

        Assert.Null(await window.EvaluateAsync<string?>("() => globalThis.over ?? null"));
        var looks = await recorder.JournalAsync(new ReadJournalRequest { KindPrefix = "recording.viewed" });
        Assert.Equal("false", Assert.Single(looks).Entry.Facts["input"]);
    }

    [PeerFact("chromium")]
    public async Task Replay_ThatPlays_ComesToTheEndAndShowsThePointerOnlyWhenAskedTo()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var recording = await RecordAsync(recorder);
        await using var page = await PlayerPage.StartAsync(recorder.Evidence, new PlayStart { RecordingId = recording, Viewer = RecorderUnderTest.Auditor(), Speed = 8, SkipIdle = true, Pointer = true });
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = PeerProgram.Find("chromium"), Args = ["--no-sandbox", "--disable-gpu"] });
        var window = await browser.NewPageAsync();
        await window.GotoAsync(page.Address);
        await OpenedAsync(window);

        await window.WaitForFunctionAsync("() => words.some(x => x.pointer?.x === 40 && x.pointer?.y === 30)", null, new() { Timeout = 30_000 });
        await ColourAsync(window, Blue);
        await window.WaitForFunctionAsync("() => words.findLast(x => x.position)?.position.playing !== true", null, new() { Timeout = 30_000 });
        Assert.Equal("true", Assert.Single(await recorder.JournalAsync(new ReadJournalRequest { KindPrefix = "recording.viewed" })).Entry.Facts["input"]);
    }

    [PeerFact("chromium")]
    public async Task Watch_OfARunningDesktop_ShowsThePresentAndThenEachChange()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var session = await recorder.OpenAsync();
        using var feed = await session.FeedAsync();
        await SendAsync(feed, 1, 0, [.. SyntheticDesktop.Opening(), SyntheticDesktop.Fill(255, 0, 0)]);
        await feed.UntilDurableAsync(1);
        await using var page = await PlayerPage.StartAsync(recorder.Evidence, new PlayStart { RecordingId = session.RecordingId, Follow = true, Viewer = new Viewer { PersonId = "p", Name = "Claire", Live = true } });
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = PeerProgram.Find("chromium"), Args = ["--no-sandbox", "--disable-gpu"] });
        var window = await browser.NewPageAsync();
        await window.GotoAsync(page.Address);
        await OpenedAsync(window);
        await ColourAsync(window, Red);

        await SendAsync(feed, 2, 5_000_000, [SyntheticDesktop.Fill(0, 255, 0), SyntheticDesktop.Event("""{"kind":"frozen","cause":"Staff"}""")]);
        await ColourAsync(window, Green);
        await window.WaitForFunctionAsync("() => words.some(x => x.event)");
        await feed.FinishAsync(2);
        await window.WaitForFunctionAsync("() => words.some(x => x.sealed)");
        Assert.Single(await recorder.JournalAsync(new ReadJournalRequest { KindPrefix = "session.watched" }));
    }

    [Fact]
    public async Task Play_OfATerminal_IsRefusedAndASilentViewerNeedsNoPatience()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var session = await recorder.OpenAsync();
        using var feed = await session.FeedAsync();
        await feed.SendAsync(TestSession.Batch(1, TestSession.Output("$ ")));
        await feed.FinishAsync(1);
        using var call = recorder.Evidence.PlayDesktop();
        await call.RequestStream.WriteAsync(new PlayDesktopRequest { Start = new PlayStart { RecordingId = session.RecordingId, Viewer = RecorderUnderTest.Auditor() } });

        var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(default).Within("a refusal"));

        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
    }

    [Theory]
    [InlineData("", "Yearly review")]
    [InlineData("Jeanne", "")]
    public async Task Play_WithoutANameOrAReason_IsRefused(string name, string reason)
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var recording = await RecordAsync(recorder);
        using var call = recorder.Evidence.PlayDesktop();
        await call.RequestStream.WriteAsync(new PlayDesktopRequest { Start = new PlayStart { RecordingId = recording, Viewer = new Viewer { PersonId = "p", Name = name, Reason = reason } } });

        var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(default).Within("a refusal"));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    /// <summary>Red from 1 s, green from 4 s with a keyframe before it, blue from 9 s; 10.5 s in all.</summary>
    private static async Task<string> RecordAsync(RecorderUnderTest recorder)
    {
        var session = await recorder.OpenAsync();
        using var feed = await session.FeedAsync();
        await SendAsync(feed, 1, 0, [.. SyntheticDesktop.Opening()]);
        await SendAsync(feed, 2, 1_000_000, [SyntheticDesktop.Fill(255, 0, 0), SyntheticDesktop.Stranger()]);
        await SendAsync(feed, 3, 2_000_000, [SyntheticDesktop.Keyframe(1), SyntheticDesktop.Fill(255, 0, 0)]);
        await SendAsync(feed, 4, 4_000_000, [SyntheticDesktop.Fill(0, 255, 0), SyntheticDesktop.Pointer(40, 30)]);
        await SendAsync(feed, 5, 6_000_000, [SyntheticDesktop.Keyframe(2), SyntheticDesktop.Fill(0, 255, 0)]);
        await SendAsync(feed, 6, 9_000_000, [SyntheticDesktop.Fill(0, 0, 255)]);
        await SendAsync(feed, 7, 10_500_000, [SyntheticDesktop.Event("""{"kind":"notice","text":"Bye"}""")]);
        await feed.FinishAsync(7);
        return session.RecordingId;
    }

    private static async Task SendAsync(TestFeed feed, ulong sequence, long micros, IEnumerable<Frame> frames)
    {
        var batch = new Batch { Sequence = sequence, MonotonicMicros = micros, UtcMicros = 1_790_000_000_000_000 + micros };
        batch.Frames.AddRange(frames);
        await feed.SendAsync(batch);
    }

    private static async Task OpenedAsync(IPage window)
    {
        await window.WaitForFunctionAsync("() => globalThis.ready || globalThis.over", null, new() { Timeout = 60_000 });
        Assert.Null(await window.EvaluateAsync<string?>("() => globalThis.over ?? null"));
        await window.WaitForFunctionAsync("() => words.some(x => x.position?.sought) && words.some(x => x.timeline)", null, new() { Timeout = 30_000 });
    }

    private static async Task SeekAsync(IPage window, long micros) => await window.EvaluateAsync("micros => desktop.tell({ seekMicros: String(micros) })", micros);

    private static async Task ColourAsync(IPage window, string colour)
    {
        try
        {
            await window.WaitForFunctionAsync("colour => pixel(10, 10) === colour && pixel(250, 185) === colour", colour, new() { Timeout = 20_000 });
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"It is {await window.EvaluateAsync<string>("() => pixel(10, 10)")} and not {colour}; over: {await window.EvaluateAsync<string?>("() => globalThis.over ?? null")}", late);
        }
    }
}
