using Bastion.Rdp.Replay;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Recordings;
using Grpc.Core;

namespace Bastion.Recorder.Playback.Desktop;

/// <summary>
/// A recorded desktop as an RDP server: the client in the auditor's browser draws it as it would draw the device. docs/formats/recording.md, Desktops.
/// </summary>
internal sealed class DesktopPlayback(EvidenceStore store, RecordingReading reading, ReplayCertificate certificate, TimeProvider time)
{
    /// <summary>Frames in which a desktop must have announced itself.</summary>
    private const int MaxEarly = 200;

    private const string Address = "recording";

    /// <exception cref="RpcException">NOT_FOUND, INVALID_ARGUMENT (no start, no viewer, no reason), FAILED_PRECONDITION (no desktop).</exception>
    public async Task PlayAsync(IAsyncStreamReader<PlayDesktopRequest> requests, IServerStreamWriter<PlayDesktopReply> replies, CancellationToken aborted)
    {
        if (!await requests.MoveNext(aborted) || requests.Current.Start is not { } start)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The first request is start."));
        if (!Guid.TryParse(start.RecordingId, out var id) || store.Catalogue.Find(id) is not { } info)
            throw new RpcException(new Status(StatusCode.NotFound, "There is no such recording."));
        await reading.JournalAsync(info, start.Viewer, start.Pointer);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        if (await HeaderAsync(info, start.Follow, over.Token) is not { } desktop)
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "This recording has no desktop."));

        using var output = new PlayOutput(replies, over.Token);
        var handshake = new ReplayHandshake(desktop, certificate.Der, Address);
        var viewer = new DesktopViewer(requests, handshake, output, over.Token);
        await using var cursor = new FrameCursor(reading, info, start.Follow, start.Pointer, over.Token);
        var screen = new DesktopScreen(desktop, handshake, viewer, output, cursor);
        var indexing = Task.Run(() => IndexAsync(info, desktop, output, over.Token), over.Token);
        var player = new DesktopPlayer(screen, cursor, viewer, output, indexing, time, over.Token);
        var listening = viewer.ListenAsync();
        var playing = start.Follow ? player.FollowAsync(info) : player.PlayAsync(start);
        var first = await Task.WhenAny(listening, playing);
        await over.CancelAsync();
        foreach (var task in new[] { listening, playing, indexing })
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (first.IsFaulted)
            await first;
    }

    private async Task<ReplayDesktop?> HeaderAsync(RecordingInfo info, bool follow, CancellationToken cancel)
    {
        var seen = 0;
        await foreach (var frame in reading.FramesAsync(info, 0, follow, includeInput: false, cancel))
        {
            if (DesktopEvents.Read(frame) is { } desktop)
                return desktop;
            if (++seen >= MaxEarly)
                return null;
        }

        return null;
    }

    private async Task<DesktopIndex> IndexAsync(RecordingInfo info, ReplayDesktop desktop, PlayOutput output, CancellationToken cancel)
    {
        var index = new DesktopIndex(desktop);
        await foreach (var frame in reading.FramesAsync(info, 0, follow: false, includeInput: false, cancel))
            index.Add(frame);
        await output.SendAsync(new PlayDesktopReply { Timeline = index.Timeline() });
        return index;
    }
}
