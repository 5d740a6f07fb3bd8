namespace Bastion.Gateway.HttpsBroker.Recording;

/// <summary>Records each piece of an upload and lets it through to the device when it is durable and nothing is frozen.</summary>
internal sealed class RecordedRequestStream(Stream device, WebExchange exchange) : RecordedStream
{
    private const int PieceSize = 64 * 1024;

    public override bool CanWrite => true;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var piece = new RecordedPiece(Math.Min(buffer.Length, PieceSize));
            var count = Math.Min(buffer.Length, piece.Room.Length);
            buffer[..count].CopyTo(piece.Room);
            buffer = buffer[count..];
            piece.Fill(count);
            await exchange.RequestDurableAsync(exchange.Sent.Submit(piece.Held));
            await exchange.Gates.ToDevice.WaitAsync(cancellationToken);
            await device.WriteAsync(piece.Held, cancellationToken);
            piece.Release();
            exchange.Session.Touch();
            exchange.Session.Clock.WroteToDevice();
            exchange.Metrics.Relayed("input", count);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => device.FlushAsync(cancellationToken);
}
