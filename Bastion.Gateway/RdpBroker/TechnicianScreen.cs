using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker.Relay;

namespace Bastion.Gateway.RdpBroker;

/// <summary>The end of the output lane: the technician's client. While the session is blind the device's picture stops here, and its frames are acknowledged in the client's place.</summary>
internal sealed class TechnicianScreen(BrokeredSession session, Stream transport, bool onePduPerWrite, InputGate gate, Action<uint> acknowledge, SessionMetrics metrics) : IDesktopTarget
{
    /// <summary>Argument of Font Map: what comes behind it may be written together.</summary>
    public const uint FontMap = uint.MaxValue;

    private readonly SemaphoreSlim turn = new(1);
    private volatile bool blind;
    private bool single = onePduPerWrite;

    public bool Blind
    {
        get => blind;
        set => blind = value;
    }

    public async ValueTask DeliverAsync(DesktopBatch batch)
    {
        var (from, length) = (0, 0);
        foreach (var op in batch.Ops)
        {
            if (gate.IsEnded)
                return;
            if (op.Kind == DesktopOpKind.Marker)
                continue;
            if (op.Kind == DesktopOpKind.Passed && blind)
            {
                if (op.Argument is not (0 or FontMap))
                    acknowledge(op.Argument - 1);
                continue;
            }
            if (!single && from + length == op.Offset && length > 0)
            {
                length += op.Length;
                continue;
            }
            await WriteAsync(batch, from, length);
            (from, length) = (op.Offset, op.Length);
            if (op.Argument == FontMap)
            {
                await WriteAsync(batch, from, length);
                (single, length) = (false, 0);
            }
        }
        await WriteAsync(batch, from, length);
    }

    /// <summary>The last words, past the lane; a client that does not read is not waited for.</summary>
    public async Task SayAsync(IReadOnlyList<byte[]> frames, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        var mine = false;
        try
        {
            await turn.WaitAsync(limit.Token);
            mine = true;
            foreach (var frame in frames)
                await transport.WriteAsync(frame, limit.Token);
            await transport.FlushAsync(limit.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // It is gone, or as good as.
        }
        finally
        {
            if (mine)
                turn.Release();
        }
    }

    private async ValueTask WriteAsync(DesktopBatch batch, int offset, int length)
    {
        if (length == 0)
            return;
        await turn.WaitAsync();
        try
        {
            if (gate.IsEnded)
                return;
            await transport.WriteAsync(batch.Bytes(offset, length));
            await transport.FlushAsync();
            session.Clock.WroteToTechnician();
            metrics.Relayed("out", length);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The reader of this leg tells the end.
        }
        finally
        {
            turn.Release();
        }
    }
}
