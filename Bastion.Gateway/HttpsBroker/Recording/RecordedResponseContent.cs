using System.Net;

namespace Bastion.Gateway.HttpsBroker.Recording;

/// <summary>A device's answer whose bytes come out when they are recorded.</summary>
internal sealed class RecordedResponseContent : HttpContent
{
    private readonly HttpContent inner;
    private readonly WebExchange exchange;

    // Asked from the original once: asking this object's own headers for it would ask this object.
    private readonly long? length;

    public RecordedResponseContent(HttpContent inner, WebExchange exchange)
    {
        this.inner = inner;
        this.exchange = exchange;
        length = inner.Headers.ContentLength;
        foreach (var (name, values) in inner.Headers.NonValidated)
            Headers.TryAddWithoutValidation(name, values);
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() => new RecordedResponseStream(await inner.ReadAsStreamAsync(), exchange, length);

    protected override Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) => CreateContentReadStreamAsync();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await using var from = await CreateContentReadStreamAsync();
        await from.CopyToAsync(stream);
    }

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
}
