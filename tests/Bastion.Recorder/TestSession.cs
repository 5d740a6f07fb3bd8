using Bastion.Admin.Contracts;
using Bastion.Recorder.Contracts;
using Google.Protobuf;

namespace Bastion.Recorder.Tests;

/// <summary>A session that was opened, as Gateway holds it.</summary>
internal sealed class TestSession(RecorderUnderTest recorder, Lease lease, SignedReceipt signed)
{
    public Lease Lease => lease;

    public SignedReceipt Signed => signed;

    public string RecordingId { get; } = Receipt.Parser.ParseFrom(signed.Receipt).RecordingId;

    /// <summary>A new stream; its first answer has been read.</summary>
    public async Task<TestFeed> FeedAsync()
    {
        var call = recorder.Recording.Append();
        await call.RequestStream.WriteAsync(new AppendRequest { Start = new AppendStart { RecordingId = RecordingId, AppendKey = signed.Signature } });
        var feed = new TestFeed(call);
        await feed.NextAsync();
        return feed;
    }

    public static Batch Batch(ulong sequence, params Frame[] frames) => new()
    {
        Sequence = sequence,
        MonotonicMicros = (long)sequence * 1000,
        UtcMicros = 1_790_000_000_000_000 + ((long)sequence * 1000),
        Frames = { frames },
    };

    public static Frame Output(string text) => Frame(Track.Output, ByteString.CopyFromUtf8(text));

    public static Frame Input(string text) => Frame(Track.Input, ByteString.CopyFromUtf8(text));

    public static Frame Frame(Track track, ByteString payload, uint after = 0) => new() { Track = track, Payload = payload, MicrosAfter = after };
}
