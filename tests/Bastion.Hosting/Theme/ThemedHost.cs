using Bastion.Hosting.Theme;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.Hosting.Tests.Theme;

/// <summary>A host with the theme and four routes: a page that fails, a form, what the form's post says, and the language of the request.</summary>
internal sealed class ThemedHost : IAsyncDisposable
{
    private readonly TestKeys keys = new();
    private readonly WebApplication app;

    private ThemedHost()
    {
        var builder = ServiceHost.CreateBuilder(Plane.Admin, new ServiceSettings(), TimeProvider.System);
        builder.ListenForBrowsers(ServiceAddress.AnyLoopbackPort(), keys.Web("127.0.0.1"), "127.0.0.1");
        builder.Services.AddTheme(new ThemeOptions { Organisation = "Hôpital d’essai", CookieWord = "test" });
        app = builder.Build();
        app.UseTheme();
        app.MapTheme();
        app.MapGet("/fails", string () => throw new InvalidOperationException("the secret detail"));
        app.MapGet("/form", (HttpContext context, IAntiforgery forms) => forms.GetAndStoreTokens(context).RequestToken);
        app.MapPost("/form", () => "received").WithMetadata(new RequireAntiforgeryTokenAttribute());
        app.MapGet("/language", () => Hosting.Theme.Language.Languages.Current);
    }

    public string Asset(string name) => app.Services.GetRequiredService<Hosting.Theme.Bundles.AssetCatalog>().Url(name);

    public static async Task<ThemedHost> Start()
    {
        var host = new ThemedHost();
        await host.app.StartAsync();
        return host;
    }

    /// <summary>A browser: keeps cookies, follows nothing, asks for HTML.</summary>
    public HttpClient Browser()
    {
        var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate is not null,
            AllowAutoRedirect = false,
        };
        var client = new HttpClient(handler) { BaseAddress = new Uri($"https://127.0.0.1:{ListeningAddress.Of(app, Listener.Browsers).Port}") };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        keys.Dispose();
    }
}
