using System.Diagnostics;
using System.Globalization;
using Bastion.Recorder.Ingest;
using Bastion.Recorder.Recordings;
using Bastion.Testing;
using Google.Protobuf;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>To any moment of an 8-hour terminal: the first frame out of Recorder, and the picture in verify.html. BASTION_FIGURES=1 measures; else minutes, and nothing is timed.</summary>
public sealed class SeekFigures(ITestOutputHelper output)
{
    private static readonly bool Measured = Environment.GetEnvironmentVariable("BASTION_FIGURES") == "1";

    // A busy technician: a screen of 24 lines every 10 s.
    private static readonly int Screens = Measured ? 8 * 360 : 30;

    [Fact]
    public async Task Recorder_FirstFrameFromAnyIndex()
    {
        using var leases = new LeaseMaker(TimeProvider.System);
        using var directory = new TemporaryDirectory("figures");
        await using var store = await StoreUnderTest.StartAsync(directory, leases);
        var live = await store.OpenAsync();
        var feed = new AppendFeed();
        live.Attach(feed);
        for (var i = 0; i < Screens; i++)
            Assert.True(await StoreUnderTest.AppendAsync(live, feed, Screen(i)));
        await live.SealAsync("TechnicianClosed", "");
        var info = store.Store.Catalogue.Find(live.Info.Id)!;
        var frames = (ulong)Screens * 24;
        var random = new Random(1);
        var times = new List<double>();
        for (var i = 0; i < (Measured ? 200 : 3); i++)
        {
            var from = (ulong)random.NextInt64((long)frames);
            var watch = Stopwatch.StartNew();
            await foreach (var frame in store.Reading.FramesAsync(info, from, follow: false, includeInput: false, default))
            {
                times.Add(watch.Elapsed.TotalMilliseconds);
                Assert.Equal(from, frame.Index);
                break;
            }
        }
        Say("first frame out of Recorder", times);
    }

    [PeerFact("chromium")]
    public async Task Page_PictureOfAnyMoment()
    {
        using var pack = new SyntheticPack();
        var recording = pack.Recording(forge =>
        {
            for (var i = 0; i < Screens; i++)
                forge.Add(2, 0, 24, RecordForge.U64((ulong)i + 1), Parts(Screen(i)));
            forge.Seal();
        });
        pack.Recordings[0] = recording;
        pack.Entries[1] = pack.Entries[1] with { Session = recording.Session, Subject = recording.Id.ToString() };
        pack.Entries[2] = pack.Entries[2] with { Session = recording.Session };
        pack.Entries[3] = SyntheticPack.Sealed(recording, 3);
        using var directory = new TemporaryDirectory("chromium");
        await File.WriteAllBytesAsync(directory.At("pack.zip"), pack.Build());
        await using (var page = typeof(RecorderHost).Assembly.GetManifestResourceStream("assets/verify.html")!)
        await using (var file = File.Create(directory.At("verify.html")))
            await page.CopyToAsync(file);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = PeerProgram.Find("chromium"), Args = ["--no-sandbox", "--disable-gpu"] });
        var shown = await browser.NewPageAsync();
        await shown.GotoAsync("file://" + directory.At("verify.html"));
        await shown.SetInputFilesAsync("#pack", directory.At("pack.zip"));
        await shown.FillAsync("#passphrase", SyntheticPack.Passphrase);
        await shown.ClickAsync("form button[type=submit]");
        await shown.Locator("#verdict:not([hidden])").WaitForAsync(new() { Timeout = 120_000 });
        await shown.ClickAsync("#recordings nav button");
        var random = new Random(1);
        var times = new List<double>();
        for (var i = 0; i < (Measured ? 40 : 2); i++)
        {
            var thousandth = random.Next(1, 1000);
            var screen = (int)(thousandth / 1000.0 * ((Screens - 1) * 10) / 10);
            // From the moment somebody lets go of the slider to the picture of that moment on the screen.
            times.Add(await shown.EvaluateAsync<double>(
                """
                async ([thousandth, wanted]) => {
                  const slider = document.querySelector("#position"), rows = document.querySelector(".xterm-rows"), from = performance.now();
                  slider.value = thousandth;
                  slider.dispatchEvent(new Event("input"));
                  while (!rows.innerText.includes(wanted)) {
                    if (performance.now() - from > 60000) return -1;
                    await new Promise(requestAnimationFrame);
                  }
                  return performance.now() - from;
                }
                """,
                new object[] { thousandth, $"screen {screen:D5} line 22" }));
        }
        Assert.DoesNotContain(-1, times);
        Say("picture in verify.html", times);
    }

    private static Contracts.Batch Screen(int number)
    {
        var batch = new Contracts.Batch { Sequence = (ulong)number + 1, MonotonicMicros = number * 10_000_000L, UtcMicros = 1_790_000_000_000_000 + (number * 10_000_000L) };
        for (var line = 0; line < 24; line++)
            batch.Frames.Add(TestSession.Frame(Contracts.Track.Output, ByteString.CopyFromUtf8($"\u001b[3{line % 8}mscreen {number:D5} line {line:D2}\u001b[0m pump {line * 7 % 100}: state {number % 9}, drift {number * line % 977}\r\n")));
        return batch;
    }

    private static byte[] Parts(Contracts.Batch batch)
    {
        var main = new byte[BatchParts.Measure(batch).Main];
        BatchParts.Write(batch, main, []);
        return main;
    }

    private void Say(string what, List<double> times)
    {
        times.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seek in {Screens / 360.0:0.0} h, {what}: p50 {times[times.Count / 2]:0.0} ms, p95 {times[times.Count * 95 / 100]:0.0} ms, most {times[^1]:0.0} ms"));
    }
}
