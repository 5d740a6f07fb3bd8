using System.Buffers;
using System.Runtime.CompilerServices;

namespace Bastion.Ssh.Transport;

/// <summary>Takes sealed bytes to the stream, one write at a time, in order. Any task may call.</summary>
internal sealed class PacketFlusher(Stream stream, OutboundPackets outbound, Lock gate, CancellationToken lifetime) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Returns when everything sealed before the call is in the stream.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask FlushAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            while (true)
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

            await stream.FlushAsync(lifetime).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Returns when no write is on its way; afterwards none begins.</summary>
    public Task IdleAsync() => _turn.WaitAsync(CancellationToken.None);

    public void Dispose() => _turn.Dispose();
}
