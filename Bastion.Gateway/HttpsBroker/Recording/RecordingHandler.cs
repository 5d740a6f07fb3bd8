using System.Net;
using Bastion.Gateway.HttpsBroker.Device;

namespace Bastion.Gateway.HttpsBroker.Recording;

/// <summary>
/// Between the forwarder and the device: a request reaches the device only when it is durable, and what the device answers is wrapped so that
/// nothing of it goes on before it is. Sign-in is added below, so no secret of the vault comes by here.
/// </summary>
internal sealed class RecordingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public static readonly HttpRequestOptionsKey<WebExchange> Exchange = new("bastion.exchange");
    public static readonly HttpRequestOptionsKey<RecordedRequest> Head = new("bastion.head");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(Exchange, out var exchange) || !request.Options.TryGetValue(Head, out var head))
            throw new InvalidOperationException("a request came by another way");
        var sequence = exchange.Event(HttpEvents.Request(head.Method, head.Target, head.Version, head.Page, exchange.IsSocket, Redaction.Headers(request)));
        if (request.Content is { } content)
            request.Content = new RecordedContent(content, exchange, sequence, head);
        else
            exchange.Sent.End("complete");
        await exchange.RequestDurableAsync(sequence);
        await exchange.Gates.ToDevice.WaitAsync(cancellationToken);
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            exchange.Event(HttpEvents.Failed(exchange.Over.IsCancellationRequested ? "cut" : e is HttpRequestException http ? http.HttpRequestError.ToString() : "broken"));
            throw;
        }
        exchange.Session.Clock.WroteToDevice();
        exchange.ResponseHead = exchange.Event(HttpEvents.Response((int)response.StatusCode, response.ReasonPhrase ?? "", response.Version.ToString(2), Redaction.Headers(response)));
        if (response.StatusCode == HttpStatusCode.SwitchingProtocols && !exchange.IsSocket)
        {
            response.Dispose();
            throw new HttpRequestException("the device changed the protocol unasked");
        }
        response.Content = response.StatusCode == HttpStatusCode.SwitchingProtocols
            ? new RecordedSocketContent(response.Content, exchange)
            : new RecordedResponseContent(response.Content, exchange);
        return response;
    }
}
