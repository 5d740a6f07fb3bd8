using Bastion.Recorder.Contracts;
using Google.Protobuf;
using Grpc.Core;

namespace Bastion.Recorder.Playback.Desktop;

/// <summary>What a viewer gets, one message after the other; the handshake and the pictures come from two tasks.</summary>
internal sealed class PlayOutput(IServerStreamWriter<PlayDesktopReply> stream, CancellationToken cancel) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public Task DataAsync(byte[] bytes) => SendAsync(new PlayDesktopReply { Data = UnsafeByteOperations.UnsafeWrap(bytes) });

    public async Task SendAsync(PlayDesktopReply reply)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            await stream.WriteAsync(reply, cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
