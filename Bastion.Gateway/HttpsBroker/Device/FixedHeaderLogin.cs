namespace Bastion.Gateway.HttpsBroker.Device;

/// <summary>Basic (RFC 7617) and devices that want a key in a header: the same header on every request.</summary>
internal sealed class FixedHeaderLogin(HttpMessageHandler inner, string name, string value) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
        return base.SendAsync(request, cancellationToken);
    }
}
