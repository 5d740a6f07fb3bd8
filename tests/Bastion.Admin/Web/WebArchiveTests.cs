using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bastion.Admin.Contracts;
using Bastion.Admin.Web.Recordings;
using Bastion.Admin.Web.Recordings.Pages;
using Bastion.Recorder.Contracts;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Bastion.Admin.Tests.Web;

/// <summary>What auditors take away of a web session is read back here by the rules of its formats.</summary>
public sealed class WebArchiveTests
{
    private static readonly DateTimeOffset Opened = new(2026, 11, 24, 2, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Picture = [.. Enumerable.Range(0, 70_000).Select(number => (byte)(number * 7))];

    private readonly WebTimeline timeline = new(_ => true);

    private readonly RecordingLine line = new(
        new RecordingSummary { RecordingId = "0198a000aabbccdd", OpenedAt = Opened.ToTimestamp() },
        new Lease { InterventionNumber = "INT-2026-00043", Device = new LeaseDevice { Name = "PACS-01" }, Endpoint = new LeaseEndpoint() });

    [Fact]
    public void Warc_OfASession_IsARowOfRecordsWithRightLengthsAndDigests()
    {
        Exchange(1, "GET", "/app/explorer.html", [("Content-Type", "image/png"), ("Transfer-Encoding", "chunked")], Picture, Picture.Length);

        var records = Records(WarcWriter.Write(timeline, line));

        Assert.Equal(["warcinfo", "request", "response"], records.Select(record => record.Fields["WARC-Type"]));
        Assert.Equal("https://pacs-01/app/explorer.html", records[2].Fields["WARC-Target-URI"]);
        Assert.Equal(records[1].Fields["WARC-Record-ID"], records[2].Fields["WARC-Concurrent-To"]);
        Assert.All(records, record => Assert.Equal(Base32(SHA256.HashData(record.Block)), record.Fields["WARC-Block-Digest"]["sha256:".Length..]));
        var head = Encoding.Latin1.GetString(records[2].Block).Split("\r\n\r\n")[0].Split("\r\n");
        Assert.Equal(["HTTP/1.1 200 OK", "Content-Type: image/png", "X-Archive-Orig-Transfer-Encoding: chunked"], head);
        Assert.Equal(Picture, records[2].Block[^Picture.Length..]);
        Assert.Equal(Base32(SHA256.HashData(Picture)), records[2].Fields["WARC-Payload-Digest"]["sha256:".Length..]);
        Assert.DoesNotContain("WARC-Truncated", records[2].Fields.Keys);
    }

    [Fact]
    public void Warc_AnswerHeldInPart_SaysSo()
    {
        Exchange(1, "GET", "/large", [], Picture, Picture.Length + 5);

        Assert.Equal("length", Records(WarcWriter.Write(timeline, line))[2].Fields["WARC-Truncated"]);
    }

    [Fact]
    public void Warc_DeviceThatPutsLinesIntoItsFields_AddsNoRecord()
    {
        Exchange(1, "GET", "/\r\nWARC-Type: request\r\n\r\n", [("X", "a\r\n\r\nWARC/1.1\r\nWARC-Type: response")], [], 0);

        Assert.Equal(["warcinfo", "request", "response"], Records(WarcWriter.Write(timeline, line)).Select(record => record.Fields["WARC-Type"]));
    }

    [Fact]
    public void Warc_OfTheSameRecording_IsTheSameFile()
    {
        Exchange(1, "GET", "/", [], "ok"u8.ToArray(), 2);

        Assert.Equal(WarcWriter.Write(timeline, line), WarcWriter.Write(timeline, line));
    }

    [Fact]
    public void Har_OfASession_HoldsEachExchangeWithItsBody()
    {
        Exchange(1, "GET", "/app", [("Content-Type", "image/png")], Picture, Picture.Length);

        using var har = JsonDocument.Parse(HarWriter.Write(timeline, line));
        var entry = Assert.Single(har.RootElement.GetProperty("log").GetProperty("entries").EnumerateArray());

        Assert.Equal("https://pacs-01/app", entry.GetProperty("request").GetProperty("url").GetString());
        Assert.Equal(200, entry.GetProperty("response").GetProperty("status").GetInt32());
        Assert.Equal(Picture, entry.GetProperty("response").GetProperty("content").GetProperty("text").GetBytesFromBase64());
    }

    private void Exchange(uint channel, string method, string target, (string Name, string Value)[] headers, byte[] body, long received)
    {
        Event(channel, 1, new { kind = "http.request", method, target, version = "HTTP/1.1", headers = new[] { new[] { "Accept", "*/*" } } });
        Event(channel, 2, new { kind = "http.response", status = 200, reason = "OK", headers = headers.Select(one => new[] { one.Name, one.Value }) });
        timeline.Take(new RecordedFrame { Track = Track.Output, Channel = channel, Payload = ByteString.CopyFrom(body) });
        Event(channel, 3, new { kind = "http.received", bytes = received, sha256 = Convert.ToHexStringLower(SHA256.HashData(body)), end = "complete" });
    }

    private void Event(uint channel, int second, object fact) => timeline.Take(new RecordedFrame
    {
        Track = Track.Event,
        Channel = channel,
        MonotonicMicros = second * 1_000_000,
        UtcMicros = (Opened.ToUnixTimeSeconds() + second) * 1_000_000,
        Payload = ByteString.CopyFrom(JsonSerializer.SerializeToUtf8Bytes(fact)),
    });

    private static List<(Dictionary<string, string> Fields, byte[] Block)> Records(byte[] archive)
    {
        List<(Dictionary<string, string>, byte[])> records = [];
        for (var at = 0; at < archive.Length;)
        {
            var end = at + archive.AsSpan(at).IndexOf("\r\n\r\n"u8);
            var lines = Encoding.UTF8.GetString(archive, at, end - at).Split("\r\n");
            Assert.Equal("WARC/1.1", lines[0]);
            var fields = lines[1..].ToDictionary(field => field[..field.IndexOf(": ", StringComparison.Ordinal)], field => field[(field.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
            var length = int.Parse(fields["Content-Length"], CultureInfo.InvariantCulture);
            records.Add((fields, archive[(end + 4)..(end + 4 + length)]));
            at = end + 4 + length;
            Assert.Equal("\r\n\r\n"u8, archive.AsSpan(at, 4));
            at += 4;
        }
        return records;
    }

    private static string Base32(byte[] bytes)
    {
        var bits = string.Concat(bytes.Select(one => Convert.ToString(one, 2).PadLeft(8, '0')));
        var text = string.Concat(bits.Chunk(5).Select(five => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[Convert.ToInt32(new string(five).PadRight(5, '0'), 2)]));
        return text.PadRight((text.Length + 7) / 8 * 8, '=');
    }
}
