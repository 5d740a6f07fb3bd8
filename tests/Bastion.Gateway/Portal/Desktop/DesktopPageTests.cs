using System.Net;
using System.Net.WebSockets;
using Bastion.Gateway.Portal.Desktop;
using Bastion.Gateway.Tests.Portal.Doubles;

namespace Bastion.Gateway.Tests.Portal.Desktop;

public sealed class DesktopPageTests : IAsyncLifetime
{
    private const string Open = "INT-2026-00043";
    private PortalHost host = null!;
    private Visitor visitor = null!;

    public async Task InitializeAsync()
    {
        host = await PortalHost.StartAsync(TimeProvider.System);
        host.Admin.Language = "en";
        visitor = host.Visit();
        await visitor.SignInAsync();
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Page_AllowsWebAssemblyAndOnlyIt()
    {
        var desktop = await visitor.GetAsync($"/interventions/{Open}/desktop");
        var terminal = await visitor.GetAsync($"/interventions/{Open}/terminal");

        Assert.Equal(HttpStatusCode.OK, desktop.Status);
        Assert.Contains("script-src 'self' 'wasm-unsafe-eval';", desktop.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", desktop.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("wasm", terminal.Headers["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("https://evil.example")]
    public async Task Socket_FromAnotherOrigin_Is403(string origin)
    {
        var (_, ticket) = await visitor.MintAsync(Open, way: "desktop");

        Assert.Equal(403, (await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(ticket, origin))).ErrorCode);
    }

    [Fact]
    public async Task Socket_WithoutOurProtocolOrTicket_Is403()
    {
        var (_, ticket) = await visitor.MintAsync(Open, way: "desktop");

        Assert.Equal(403, (await Assert.ThrowsAsync<WebSocketException>(() => visitor.ConnectAsync(ticket, protocol: "other", path: "/desktop/line"))).ErrorCode);
        Assert.Equal(403, (await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync("made-up"))).ErrorCode);
    }

    [Fact]
    public async Task Ticket_OfATerminal_OpensNoDesktop()
    {
        var (_, ticket) = await visitor.MintAsync(Open);

        Assert.Equal(403, (await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(ticket))).ErrorCode);
    }

    [Fact]
    public async Task Ticket_OfADesktop_OpensNoTerminal()
    {
        var (_, ticket) = await visitor.MintAsync(Open, way: "desktop");

        Assert.Equal(403, (await Assert.ThrowsAsync<WebSocketException>(() => visitor.ConnectAsync(ticket))).ErrorCode);
    }

    [Fact]
    public async Task Ticket_OfAnotherSignInOrShownTwice_Is403()
    {
        var (_, ticket) = await visitor.MintAsync(Open, way: "desktop");
        var other = host.Visit();
        await other.SignInAsync();

        Assert.Equal(403, (await Assert.ThrowsAsync<WebSocketException>(() => other.ConnectAsync(ticket, protocol: DesktopSocket.Protocol, path: "/desktop/line"))).ErrorCode);
        Assert.Equal(403, (await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(ticket))).ErrorCode);
    }

    [Fact]
    public async Task Page_OfADeviceWithoutDesktop_Is404() => Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/interventions/INT-2026-00044/desktop")).Status);

    private Task<ClientWebSocket> ConnectAsync(string ticket, string? origin = null) => visitor.ConnectAsync(ticket, origin, DesktopSocket.Protocol, "/desktop/line");
}
