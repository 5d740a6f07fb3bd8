using Bastion.Recorder.Contracts;

namespace Bastion.Hospitals;

/// <summary>One recording as Recorder gives it back.</summary>
public sealed record Recorded(RecordingSummary Summary, IReadOnlyList<RecordedFrame> Frames)
{
    public byte[] Output => Bytes(Track.Output);

    public byte[] Errors => Bytes(Track.Error);

    public byte[] Input => Bytes(Track.Input);

    public IReadOnlyList<string> Events => [.. Frames.Where(frame => frame.Track == Track.Event).Select(frame => frame.Payload.ToStringUtf8())];

    private byte[] Bytes(Track track)
    {
        var all = new MemoryStream();
        foreach (var frame in Frames.Where(frame => frame.Track == track))
        {
            frame.Payload.WriteTo(all);
        }

        return all.ToArray();
    }
}
