using System.Threading.Channels;

namespace Bastion.Gateway.HttpsBroker.Recording;

/// <summary>
/// The body of a device's answer. The first piece is read, recorded and delivered in turn; a body that goes on is read ahead, a few pieces deep,
/// so that the disk works while the browser reads. Then the browser, the disk or the device sets the pace, whoever is slowest.
/// </summary>
internal sealed class RecordedResponseStream(Stream device, WebExchange exchange, long? length) : RecordedStream
{
    private const int FirstPiece = 16 * 1024;
    private const int LaterPiece = 64 * 1024;

    /// <summary>Pieces on their way between device and browser.</summary>
    private const int MaxAhead = 6;

    private RecordedPiece? current;
    private Channel<RecordedPiece>? ahead;
    private bool started;
    private bool ended;

    public override bool CanRead => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || ended)
            return 0;
        if (current is not { IsEmpty: false } && !await NextAsync(cancellationToken))
        {
            ended = true;
            return 0;
        }
        var count = current!.Drain(buffer);
        if (current.IsEmpty)
        {
            current.Release();
            current = null;
        }
        exchange.Session.Clock.WroteToTechnician();
        exchange.Metrics.Relayed("output", count);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (!ended)
                exchange.Received.End(exchange.Over.IsCancellationRequested ? "cut" : "broken");
            device.Dispose();
        }
        base.Dispose(disposing);
    }

    private async ValueTask<bool> NextAsync(CancellationToken cancellation)
    {
        RecordedPiece? piece;
        if (ahead is not null)
        {
            piece = await ahead.Reader.WaitToReadAsync(cancellation) && ahead.Reader.TryRead(out var next) ? next : null;
        }
        else
        {
            piece = await ReadPieceAsync(started ? LaterPiece : FirstPiece, cancellation);
            // Two pieces and no end in sight: from here it is worth a reader of its own.
            if (piece is not null && started && (length is null || exchange.Received.Bytes < length))
            {
                ahead = Channel.CreateBounded<RecordedPiece>(new BoundedChannelOptions(MaxAhead) { SingleReader = true, SingleWriter = true });
                _ = ReadAheadAsync(ahead.Writer);
            }
            started = true;
        }
        if (piece is null)
            return false;
        await exchange.ResponseDurableAsync(piece.Sequence);
        await exchange.Gates.ToBrowser.WaitAsync(cancellation);
        current = piece;
        return true;
    }

    private async Task ReadAheadAsync(ChannelWriter<RecordedPiece> into)
    {
        try
        {
            while (await ReadPieceAsync(LaterPiece, exchange.Over) is { } piece)
                await into.WriteAsync(piece, exchange.Over);
            into.TryComplete();
        }
        catch (Exception e)
        {
            into.TryComplete(e);
        }
    }

    private async ValueTask<RecordedPiece?> ReadPieceAsync(int size, CancellationToken cancellation)
    {
        var piece = new RecordedPiece(size);
        var count = await device.ReadAsync(piece.Room, cancellation);
        if (count == 0)
        {
            piece.Release();
            exchange.Received.End("complete");
            return null;
        }
        piece.Fill(count);
        piece.Sequence = exchange.Received.Submit(piece.Held);
        if (exchange.Received.Bytes == length)
            exchange.Received.End("complete");
        return piece;
    }
}
