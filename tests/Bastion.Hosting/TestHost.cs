using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bastion.Hosting.Tests;

/// <summary>A service of its own, over real sockets: it answers every gRPC-shaped post with the caller's plane, every get with "page".</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private TestHost(WebApplication app) => this.app = app;

    public WebApplication App => app;

    public ServiceAddress Peers => ListeningAddress.Of(app, Listener.Peers);

    public ServiceAddress Browsers => ListeningAddress.Of(app, Listener.Browsers);

    public static async Task<TestHost> Start(Plane plane, Action<WebApplicationBuilder> listen, ServiceSettings? settings = null, TimeProvider? time = null)
    {
        var builder = ServiceHost.CreateBuilder(plane, settings ?? new ServiceSettings(), time ?? TimeProvider.System);
        listen(builder);
        var app = builder.Build();
        app.MapPost("/who", (HttpContext context) => PeerIdentity.Of(context)?.Word() ?? "nobody");
        app.MapPost("/read", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            return body.Length;
        });
        app.MapGet("/page", () => "page");
        await app.StartAsync();
        return new TestHost(app);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
