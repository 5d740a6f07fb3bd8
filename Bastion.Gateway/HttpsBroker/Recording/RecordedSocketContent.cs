using System.Net;

namespace Bastion.Gateway.HttpsBroker.Recording;

/// <summary>The stream of an upgraded connection (RFC 6455), both directions recorded.</summary>
internal sealed class RecordedSocketContent : HttpContent
{
    private readonly HttpContent inner;
    private readonly WebExchange exchange;

    public RecordedSocketContent(HttpContent inner, WebExchange exchange)
    {
        this.inner = inner;
        this.exchange = exchange;
        foreach (var (name, values) in inner.Headers.NonValidated)
            Headers.TryAddWithoutValidation(name, values);
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() => new RecordedSocketStream(await inner.ReadAsStreamAsync(), exchange);

    protected override Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) => CreateContentReadStreamAsync();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
