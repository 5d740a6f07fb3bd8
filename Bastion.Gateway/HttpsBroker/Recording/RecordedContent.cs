using System.Net;

namespace Bastion.Gateway.HttpsBroker.Recording;

/// <summary>A request's body on its way to the device. Small forms are read whole first, so that the secrets typed in them stay out of the recording.</summary>
internal sealed class RecordedContent : HttpContent
{
    /// <summary>A form larger than this is not looked into.</summary>
    public const int MaxForm = 64 * 1024;

    private readonly HttpContent inner;
    private readonly WebExchange exchange;
    private readonly ulong head;

    // Cached: TryComputeLength must not ask this object's own headers, which would ask TryComputeLength.
    private readonly long? length;
    private readonly bool looked;

    public RecordedContent(HttpContent inner, WebExchange exchange, ulong head, RecordedRequest request)
    {
        this.inner = inner;
        this.exchange = exchange;
        this.head = head;
        _ = request;
        length = inner.Headers.ContentLength;
        foreach (var (name, values) in inner.Headers.NonValidated)
            Headers.TryAddWithoutValidation(name, values);
        looked = length is > 0 and <= MaxForm && Redaction.LooksInto(inner.Headers.ContentType?.MediaType);
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await exchange.RequestDurableAsync(head);
        if (looked)
        {
            await SendFormAsync(stream, cancellationToken);
            return;
        }
        var recorded = new RecordedRequestStream(stream, exchange);
        await inner.CopyToAsync(recorded, context, cancellationToken);
        exchange.Sent.End("complete");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long computed)
    {
        computed = length ?? 0;
        return length is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private async Task SendFormAsync(Stream stream, CancellationToken cancellation)
    {
        using var whole = new MemoryStream((int)length!.Value);
        await inner.CopyToAsync(whole, cancellation);
        var body = whole.ToArray();
        var shown = Redaction.Body(inner.Headers.ContentType?.MediaType, body);
        var sequence = shown is null ? exchange.Sent.Submit(body) : exchange.Sent.SubmitRedacted(shown, body.Length);
        exchange.Sent.End("complete");
        await exchange.RequestDurableAsync(sequence);
        await exchange.Gates.ToDevice.WaitAsync(cancellation);
        await stream.WriteAsync(body, cancellation);
        exchange.Session.Clock.WroteToDevice();
        exchange.Metrics.Relayed("input", body.Length);
    }
}
