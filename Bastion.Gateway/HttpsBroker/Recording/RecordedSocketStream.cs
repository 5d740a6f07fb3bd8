namespace Bastion.Gateway.HttpsBroker.Recording;

/// <summary>Both directions of a WebSocket, frames as they are on the wire; they are read apart when somebody looks, not here.</summary>
internal sealed class RecordedSocketStream(Stream device, WebExchange exchange) : RecordedStream
{
    private const int PieceSize = 16 * 1024;

    private RecordedPiece? held;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (held is not { IsEmpty: false })
        {
            // A pooled wait keeps no memory: an idle socket costs its buffer only once bytes come.
            _ = await device.ReadAsync(Memory<byte>.Empty, cancellationToken);
            var piece = new RecordedPiece(PieceSize);
            var count = await device.ReadAsync(piece.Room, cancellationToken);
            if (count == 0)
            {
                piece.Release();
                exchange.Received.End("complete");
                return 0;
            }
            piece.Fill(count);
            await exchange.ResponseDurableAsync(exchange.Received.Submit(piece.Held));
            await exchange.Gates.ToBrowser.WaitAsync(cancellationToken);
            held = piece;
        }
        var drained = held.Drain(buffer);
        if (held.IsEmpty)
        {
            held.Release();
            held = null;
        }
        exchange.Session.Clock.WroteToTechnician();
        exchange.Metrics.Relayed("output", drained);
        return drained;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var piece = new RecordedPiece(Math.Min(buffer.Length, PieceSize));
            var count = Math.Min(buffer.Length, piece.Room.Length);
            buffer[..count].CopyTo(piece.Room);
            buffer = buffer[count..];
            piece.Fill(count);
            await exchange.Gates.ToDevice.WaitAsync(cancellationToken);
            await exchange.RequestDurableAsync(exchange.Sent.Submit(piece.Held));
            // A freeze that came meanwhile holds it too: it is recorded and not yet sent.
            await exchange.Gates.ToDevice.WaitAsync(cancellationToken);
            await device.WriteAsync(piece.Held, cancellationToken);
            piece.Release();
            exchange.Session.Touch();
            exchange.Session.Clock.WroteToDevice();
            exchange.Metrics.Relayed("input", count);
        }
        await device.FlushAsync(cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            var how = exchange.Over.IsCancellationRequested ? "cut" : "complete";
            exchange.Sent.End(how);
            exchange.Received.End(how);
            device.Dispose();
        }
        base.Dispose(disposing);
    }
}
