using Bastion.Recorder.Contracts;
using Bastion.Recorder.Playback;
using Google.Protobuf;

namespace Bastion.Recorder.Tests.Playback;

public sealed class FileTimelineTests
{
    private readonly FileTimeline timeline = new();
    private ulong index;

    [Fact]
    public void Upload_ActOutcomeBytesClosed_IsOneLine()
    {
        Event("""{"kind":"file.act","by":"sftp","act":1,"op":"open","path":"/a","way":"in"}""");
        Event("""{"kind":"file.outcome","act":1,"file":1,"outcome":"ok"}""");
        Event("""{"kind":"file.bytes","file":1,"way":"in","offset":0,"bytes":5}""");
        Event($$"""{"kind":"file.closed","by":"sftp","path":"/a","file":1,"way":"in","offset":0,"bytes":5,"sha256":"{{new string('a', 64)}}","whole":true,"outcome":"ok"}""");

        var line = Assert.Single(timeline.Lines(over: true));

        Assert.Equal(("put", "in", "/a", 5ul, true, "ok", 0ul, 3000L), (line.Op, line.Way, line.Path, line.Bytes, line.Whole, line.Outcome, line.Index, line.TookMicros));
        Assert.Equal(32, line.Sha256.Length);
    }

    [Fact]
    public void FileWithoutEnd_SealedRecording_IsCut()
    {
        Event("""{"kind":"file.act","by":"scp","act":1,"op":"open","path":"/a","way":"out"}""");
        Event("""{"kind":"file.outcome","act":1,"file":1,"outcome":"ok"}""");
        Event("""{"kind":"file.bytes","file":1,"way":"out","offset":0,"bytes":7}""");
        Event("""{"kind":"file.act","by":"scp","act":2,"op":"rename","path":"/a","to":"/b"}""");

        Assert.Equal([("get", "cut", 7ul), ("rename", "cut", 0ul)], timeline.Lines(over: true).Select(line => (line.Op, line.Outcome, line.Bytes)));
    }

    [Fact]
    public void RefusedAndFailed_KeepTheirReason()
    {
        Event("""{"kind":"file.refused","by":"sftp","op":"open","path":"/a","control":"sftpUp","outcome":"refused"}""");
        Event("""{"kind":"file.act","by":"sftp","act":1,"op":"remove","path":"/b"}""");
        Event("""{"kind":"file.outcome","act":1,"outcome":"permission denied"}""");
        Event("no event");
        Event("""{"kind":"file.unheard"}""");

        Assert.Equal([("put", "refused", "sftpUp"), ("remove", "permission denied", "")], timeline.Lines(over: false).Select(line => (line.Op, line.Outcome, line.Detail)));
    }

    private void Event(string json)
    {
        timeline.Add(new RecordedFrame { Index = index, Track = Track.Event, Payload = ByteString.CopyFromUtf8(json), MonotonicMicros = (long)index * 1000 });
        index++;
    }
}
