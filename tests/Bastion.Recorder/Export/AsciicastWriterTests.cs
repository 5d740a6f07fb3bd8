using System.Text;
using System.Text.Json;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Export;
using Google.Protobuf;

namespace Bastion.Recorder.Tests.Export;

public sealed class AsciicastWriterTests
{
    private static readonly DateTimeOffset OpenedAt = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);

    [Fact]
    public void Frames_OfOneTerminal_BecomeVersion2()
    {
        Assert.Equal(
            """
            {"version":2,"width":120,"height":40,"env":{"TERM":"xterm-256color"},"timestamp":1790000000,"title":"ANA-01"}
            [0.000010,"m","shell"]
            [1.500000,"o","héllo \u001B[31m\"quoted\"\r\n"]
            [2.000000,"r","100x30"]
            [2.250000,"m","frozen: Staff"]
            [3.000000,"o","é"]
            [3.000000,"m","exit: 0"]

            """,
            Written(2, Frames()));
    }

    [Fact]
    public void Version3_CountsFromTheEventBefore()
    {
        var lines = Written(3, Frames()).Split('\n');
        Assert.Equal("""{"version":3,"term":{"cols":120,"rows":40,"type":"xterm-256color"},"timestamp":1790000000,"title":"ANA-01"}""", lines[0]);
        Assert.Equal("""[0.500000,"r","100x30"]""", lines[3]);
        Assert.Equal("""[0.000000,"x","0"]""", lines[6]);
    }

    [Fact]
    public void EveryLine_WhateverTheBytes_IsJson()
    {
        var random = new Random(1);
        var frames = Enumerable.Range(0, 200).Select(n =>
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            return Frame(n * 1000, Track.Output, bytes);
        });
        foreach (var line in Written(2, frames).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            JsonDocument.Parse(line).Dispose();
    }

    [Fact]
    public void EmptyRecording_IsAHeader() =>
        Assert.Equal("""{"version":2,"width":80,"height":24,"timestamp":1790000000,"title":"ANA-01"}""" + "\n", Written(2, []));

    private static IEnumerable<RecordedFrame> Frames()
    {
        var accent = Encoding.UTF8.GetBytes("é");
        return
        [
            Event(0, """{"kind":"channel.open"}"""),
            Event(5, """{"kind":"pty","columns":120,"rows":40,"term":"xterm-256color"}"""),
            Event(10, """{"kind":"shell"}"""),
            Frame(20, Track.Input, Encoding.UTF8.GetBytes("secret")),
            Frame(1_500_000, Track.Output, Encoding.UTF8.GetBytes("héllo \u001b[31m\"quoted\"\r\n")),
            Event(2_000_000, """{"kind":"resize","columns":100,"rows":30}"""),
            Event(2_250_000, """{"kind":"frozen","cause":"Staff","by":"Claire"}"""),
            Frame(2_500_000, Track.Output, accent[..1]),
            Frame(2_600_000, Track.Output, Encoding.UTF8.GetBytes("other"), channel: 1),
            Frame(3_000_000, Track.Error, accent[1..]),
            Event(3_000_000, """{"kind":"exit","status":0}"""),
            Event(3_000_001, "not json"),
        ];
    }

    private static string Written(int version, IEnumerable<RecordedFrame> frames)
    {
        var writer = new AsciicastWriter(version, 0, OpenedAt, "ANA-01");
        foreach (var frame in frames)
            writer.Add(frame);
        writer.End();
        return Encoding.UTF8.GetString(writer.Take());
    }

    private static RecordedFrame Event(long micros, string json) => Frame(micros, Track.Event, Encoding.UTF8.GetBytes(json));

    private static RecordedFrame Frame(long micros, Track track, byte[] payload, uint channel = 0) =>
        new() { MonotonicMicros = micros, Track = track, Channel = channel, Payload = ByteString.CopyFrom(payload), Length = (uint)payload.Length };
}
