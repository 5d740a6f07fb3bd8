using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker.Relay;
using Bastion.Rdp.Pdus;
using Bastion.Rdp.Relay;
using Bastion.Rdp.Wire;

namespace Bastion.Gateway.RdpBroker;

/// <summary>The end of the input lane: what was typed in an older epoch of the gate never reaches the device; ids become the device's here, after they were recorded.</summary>
internal sealed class DeviceInput(BrokeredSession session, Stream device, ChannelTable channels, InputGate gate, SessionMetrics metrics) : IDesktopTarget
{
    /// <summary>Argument of what is not typed: it passes a freeze.</summary>
    public const uint NotTyped = 0;

    private readonly PressedKeys pressed = new();

    /// <summary>Argument of what is typed now.</summary>
    public static uint TypedIn(uint epoch) => epoch + 1;

    public async ValueTask DeliverAsync(DesktopBatch batch)
    {
        var (from, length) = (0, 0);
        foreach (var op in batch.Ops)
        {
            if (gate.IsEnded)
                return;
            if (op.Kind == DesktopOpKind.Release)
            {
                await WriteAsync(batch, from, length);
                length = 0;
                foreach (var frame in pressed.Release())
                    await WriteAsync(frame);
                continue;
            }
            if (!Passes(op))
                continue;
            if (op.Kind == DesktopOpKind.Passed)
                Prepare(batch.Bytes(op.Offset, op.Length).Span);
            if (from + length == op.Offset && length > 0)
            {
                length += op.Length;
                continue;
            }
            await WriteAsync(batch, from, length);
            (from, length) = (op.Offset, op.Length);
        }
        await WriteAsync(batch, from, length);
        await device.FlushAsync();
    }

    private bool Passes(DesktopOp op) =>
        op.Kind != DesktopOpKind.Marker && (op.Argument == NotTyped || (!gate.IsShut && op.Argument == TypedIn(gate.Epoch)));

    private void Prepare(Span<byte> frame)
    {
        if (RdpFraming.IsTpkt(frame))
            ClientFilter.Readdress(frame, channels);
        else
            InputEvents.ReadFast(frame, pressed);
    }

    private ValueTask WriteAsync(DesktopBatch batch, int offset, int length) => length == 0 ? ValueTask.CompletedTask : WriteAsync(batch.Bytes(offset, length));

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await device.WriteAsync(bytes);
            session.Clock.WroteToDevice();
            metrics.Relayed("in", bytes.Length);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The reader of this leg tells the end.
        }
    }
}
