using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Bastion.Ssh.Transport;

/// <summary>Takes sealed bytes to the stream, one write at a time, in order. Any task may call.</summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "Those who wait for their turn at the end get it and see that it is over: a disposed semaphore forgets them.")]
internal sealed class PacketFlusher(Stream stream, OutboundPackets outbound, Lock gate, CancellationToken lifetime)
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _stopped;

    /// <summary>Returns when everything sealed before the call is in the stream.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask FlushAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            while (!_stopped)
            {
                byte[] bytes;
                int length;
                lock (gate)
                {
                    if (outbound.Ready == 0)
                    {
                        break;
                    }

                    bytes = outbound.Take(out length);
                }

                try
                {
                    await stream.WriteAsync(bytes.AsMemory(0, length), lifetime).ConfigureAwait(false);
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(bytes);
                }
            }

            ObjectDisposedException.ThrowIf(_stopped, this);
            await stream.FlushAsync(lifetime).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Returns when no write is on its way; afterwards none begins.</summary>
    public async Task StopAsync()
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        _stopped = true;
        _turn.Release();
    }
}
