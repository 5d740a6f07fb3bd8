using Bastion.Recorder.Contracts;
using Bastion.Recorder.Search;
using Bastion.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace Bastion.Recorder.Tests.Search;

public sealed class SearchTests
{
    [Fact]
    public async Task Words_ThatWereShown_AreFoundAtTheirMoment_AndTypedOnesNever()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var session = await recorder.OpenAsync();
        var other = await recorder.OpenAsync();
        using (var feed = await session.FeedAsync())
        {
            await feed.SendAsync(TestSession.Batch(1, TestSession.Output("\u001b[1;31mERR\u001b[0mOR: pump \u001b]0;réglages\aseven\r\n"), TestSession.Input("hunter2\r"), Event("""{"kind":"exec","command":"cat /etc/Hostname"}""")));
            await feed.SendAsync(TestSession.Batch(2, TestSession.Output("calib"), TestSession.Output("ration é\b\u0065 done\r\n"), Event("""{"kind":"file.act","op":"open","path":"/fw/update.bin","way":"in"}""")));
            await feed.FinishAsync(2);
        }
        using (var feed = await other.FeedAsync())
        {
            await feed.SendAsync(TestSession.Batch(1, TestSession.Output("nothing of it\r\n")));
            await feed.FinishAsync(1);
        }
        await Eventually.True(() => Directory.GetFiles(recorder.DataDirectory, "*.idx", SearchOption.AllDirectories).Length == 2, "both to be indexed");

        Assert.Equal(["1000 output ERROR: pump seven"], await FindAsync(recorder, new() { Text = "error: PUMP" }));
        Assert.Equal(["2000 output calibration e done"], await FindAsync(recorder, new() { Text = "calibration" }));
        Assert.Equal(["1000 title réglages"], await FindAsync(recorder, new() { Text = "RÉGLAGES" }));
        Assert.Equal(["1000 exec cat /etc/Hostname"], await FindAsync(recorder, new() { Text = "hostname" }));
        Assert.Equal(["2000 file open /fw/update.bin"], await FindAsync(recorder, new() { Text = "update.bin", FileWentIn = true }));
        Assert.Empty(await FindAsync(recorder, new() { Text = "hunter2" }));
        Assert.Empty(await FindAsync(recorder, new() { Text = "of it", FileWentIn = true }));
        Assert.Single(await FindAsync(recorder, new() { Text = "of it", DeviceId = other.Lease.Device.Id }));
        Assert.Empty(await FindAsync(recorder, new() { Text = "of it", DeviceId = session.Lease.Device.Id }));
        Assert.Equal(9, (await recorder.JournalAsync(new ReadJournalRequest { KindPrefix = "recording.searched" })).Count);
        foreach (var file in Directory.GetFiles(recorder.DataDirectory, "*.idx", SearchOption.AllDirectories))
            Assert.Equal(-1, (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf("calibration"u8));
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => FindAsync(recorder, new() { Text = "x" }))).StatusCode);
    }

    [Fact]
    public void Text_OfAHostileDevice_IsCutAndEndsSomewhere()
    {
        var text = new TranscriptText();
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var bytes = new byte[random.Next(1, 4096)];
            random.NextBytes(bytes);
            foreach (var line in text.Add(round, bytes))
            {
                Assert.InRange(line.Text.Length, 1, 400);
                Assert.DoesNotContain(line.Text, c => c is '\n' or '\u001b');
            }
        }
    }

    private static async Task<List<string>> FindAsync(RecorderUnderTest recorder, SearchRequest request)
    {
        request.Viewer = RecorderUnderTest.Auditor();
        using var call = recorder.Search.Find(request);
        var lines = new List<string>();
        await foreach (var hit in call.ResponseStream.ReadAllAsync())
            lines.AddRange(hit.Lines.Select(line => $"{line.MonotonicMicros} {line.Kind} {line.Text}"));
        return lines;
    }

    private static Frame Event(string json) => TestSession.Frame(Track.Event, ByteString.CopyFromUtf8(json));
}
