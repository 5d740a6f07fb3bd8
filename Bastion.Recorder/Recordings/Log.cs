namespace Bastion.Recorder.Recordings;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Critical, "Storage has failed, nothing is recorded any more: {Reason}")]
    public static partial void StorageFailed(ILogger log, string reason);

    [LoggerMessage(2, LogLevel.Information, "Recording {Recording} opened, session {Session}")]
    public static partial void Opened(ILogger log, Guid recording, string session);

    [LoggerMessage(3, LogLevel.Information, "Recording {Recording} sealed: {EndReason}, {Frames} frames, {Bytes} bytes")]
    public static partial void Sealed(ILogger log, Guid recording, string endReason, ulong frames, long bytes);

    [LoggerMessage(4, LogLevel.Warning, "Recording {Recording} was not sealed; taken up with {Frames} frames, {SetAside} bytes set aside")]
    public static partial void TakenUp(ILogger log, Guid recording, ulong frames, long setAside);

    [LoggerMessage(5, LogLevel.Critical, "Damaged: {Path}: {Text}")]
    public static partial void Damaged(ILogger log, string path, string text);

    [LoggerMessage(6, LogLevel.Warning, "Open refused: {Reason}")]
    public static partial void OpenRefused(ILogger log, string reason);
}
