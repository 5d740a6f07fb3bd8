namespace Bastion.Gateway.HttpsBroker.Device;

/// <summary>Before a handler that answers challenges by itself and may send a request twice (NTLM, which signs in connections rather than requests).</summary>
internal sealed class KeptBodies(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await SmallBodies.KeepAsync(request, cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}
