using System.Net;
using System.Net.WebSockets;
using System.Text.RegularExpressions;

namespace Bastion.Gateway.Tests.Portal.Doubles;

/// <summary>A browser without a screen: cookies, forms with their token, no script.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClientHandler handler = new() { AllowAutoRedirect = false };
    private readonly HttpClient client;

    public Visitor(PortalHost host)
    {
        Host = host;
        handler.ServerCertificateCustomValidationCallback = (_, certificate, _, _) => host.IsSite(certificate);
        client = new HttpClient(handler) { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        client.DefaultRequestHeaders.Add("Accept-Language", "en");
    }

    public PortalHost Host { get; }

    public CookieContainer Cookies => handler.CookieContainer;

    public async Task<Page> GetAsync(string path) => await Page.OfAsync(await client.GetAsync(new Uri(path, UriKind.Relative)));

    /// <summary>Posts with the antiforgery token of the page that shows the form.</summary>
    public async Task<Page> PostAsync(Page from, string path, params (string Name, string Value)[] fields)
    {
        var form = fields.Select(x => KeyValuePair.Create(x.Name, x.Value)).Append(KeyValuePair.Create("_form", from.Token));
        using var content = new FormUrlEncodedContent(form);
        return await Page.OfAsync(await client.PostAsync(new Uri(path, UriKind.Relative), content));
    }

    public async Task<Page> SignInAsync()
    {
        var asked = await GetAsync("/sign-in");
        await PostAsync(asked, "/sign-in", ("login", "s.belkacem"), ("password", AdminDouble.Password));
        var code = await GetAsync("/sign-in/code");
        return await PostAsync(code, "/sign-in/code", ("code", AdminDouble.Code));
    }

    /// <summary>The status of minting a ticket, and the ticket.</summary>
    public async Task<(HttpStatusCode Status, string Ticket)> MintAsync(string intervention, string? token = null, string? pageOf = null, string way = "terminal")
    {
        var page = await GetAsync($"/interventions/{pageOf ?? intervention}/{way}");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/interventions/{intervention}/{way}/ticket");
        request.Headers.Add("X-Form", token ?? FormData().Match(page.Text).Groups[1].Value);
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, TicketData().Match(text).Groups[1].Value);
    }

    /// <exception cref="WebSocketException">Not accepted; the socket knows the status.</exception>
    public async Task<ClientWebSocket> ConnectAsync(string ticket, string? origin = null, string protocol = "bastion.terminal.v1", string path = "/terminal/line")
    {
        var socket = new ClientWebSocket();
        socket.Options.Cookies = Cookies;
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.RemoteCertificateValidationCallback = (_, certificate, _, _) => Host.IsSite(certificate);
        if (origin != "")
            socket.Options.SetRequestHeader("Origin", origin ?? Host.Address.GetLeftPart(UriPartial.Authority));
        socket.Options.AddSubProtocol(protocol);
        socket.Options.AddSubProtocol("ticket." + ticket);
        var address = new UriBuilder(Host.Address) { Scheme = "wss", Path = path }.Uri;
        try
        {
            await socket.ConnectAsync(address, CancellationToken.None);
        }
        catch (WebSocketException error)
        {
            var status = (int)socket.HttpStatusCode;
            socket.Dispose();
            throw new WebSocketException(status, error.Message);
        }

        return socket;
    }

    public void Dispose()
    {
        client.Dispose();
        handler.Dispose();
    }

    [GeneratedRegex("data-form=\"([^\"]+)\"")]
    private static partial Regex FormData();

    [GeneratedRegex("\"ticket\":\"([^\"]+)\"")]
    private static partial Regex TicketData();
}
