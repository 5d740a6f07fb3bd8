using Bastion.Recorder.Contracts;
using Bastion.Recorder.Recordings;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Bastion.Recorder.Playback;

internal static class Summary
{
    public static RecordingSummary Of(RecordingInfo info, LiveRecording? live)
    {
        var summary = new RecordingSummary
        {
            RecordingId = info.Id.ToString(),
            SessionId = info.Lease?.SessionId ?? "",
            Lease = info.Opening is null ? ByteString.Empty : ByteString.CopyFrom(info.Opening.Lease),
            OpenedAt = Timestamp.FromDateTimeOffset(info.OpenedAt),
            Client = info.Opening?.Client ?? "",
            State = info.End is not null ? "Sealed" : live is not null ? "Open" : "Damaged",
        };
        if (info.End is { } end)
            AddEnd(summary, end);
        else if (live is not null)
            AddLive(summary, live);
        return summary;
    }

    private static void AddEnd(RecordingSummary summary, SealedEnd end)
    {
        summary.EndedAt = Timestamp.FromDateTimeOffset(UnixMicros.FromUnixMicros(end.Statement.SealedAtMicros));
        summary.EndReason = end.Statement.EndReason;
        summary.EndText = end.Details?.EndText ?? "";
        summary.Frames = end.Statement.Frames;
        summary.Bytes = end.Bytes;
        summary.DurationMicros = end.Details?.MonotonicMicros ?? 0;
        summary.Recovered = end.Statement.Recovered;
        summary.RecoveryText = end.RecoveryText;
        summary.Head = ByteString.CopyFrom(end.Head);
    }

    private static void AddLive(RecordingSummary summary, LiveRecording live)
    {
        summary.Frames = live.Frames;
        summary.Bytes = live.Readable;
        summary.DurationMicros = live.MonotonicMicros;
        summary.Recovered = live.Recovered;
        summary.RecoveryText = live.RecoveryText;
        summary.Head = ByteString.CopyFrom(live.Head);
    }
}
