using System.Net;
using System.Net.Http.Headers;

namespace Bastion.Hosting.Tests;

public sealed class BrowserDoorTests : IDisposable
{
    private readonly TestKeys keys = new();

    public void Dispose() => keys.Dispose();

    [Fact]
    public async Task BrowserDoor_Page_IsServedWithoutServerHeader()
    {
        await using var host = await Portal();
        using var client = Client();

        using var answer = await client.GetAsync(Url(host, "/page"));

        Assert.Equal("page", await answer.Content.ReadAsStringAsync());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task BrowserDoor_AnotherHostName_IsMisdirected()
    {
        await using var host = await Portal();
        using var client = Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, Url(host, "/page"));
        request.Headers.Host = "rebound.example";

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Fact]
    public async Task BrowserDoor_GrpcCall_FindsNothing()
    {
        await using var host = await Portal();
        using var client = Client();
        using var content = new ByteArrayContent([]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");

        using var answer = await client.PostAsync(Url(host, "/who"), content);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/health/live")]
    [InlineData("/metrics")]
    public async Task BrowserDoor_HealthAndMetrics_AreNotThere(string path)
    {
        await using var host = await Portal();
        using var client = Client();

        using var answer = await client.GetAsync(Url(host, path));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task BrowserDoor_BodyOverTheLimit_IsRefused()
    {
        await using var host = await TestHost.Start(
            Plane.Gateway,
            b => b.ListenForBrowsers(ServiceAddress.AnyLoopbackPort(), keys.Web("127.0.0.1"), "127.0.0.1"),
            new ServiceSettings { MaxRequestBodyBytes = 1024 });
        using var client = Client();
        using var fits = new ByteArrayContent(new byte[1024]);
        using var tooLarge = new ByteArrayContent(new byte[1025]);

        using var accepted = await client.PostAsync(Url(host, "/read"), fits);
        using var refused = await client.PostAsync(Url(host, "/read"), tooLarge);

        Assert.Equal("1024", await accepted.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
    }

    private Task<TestHost> Portal() => TestHost.Start(
        Plane.Gateway,
        b => b.ListenForPeers(ServiceAddress.AnyLoopbackPort(), keys.Service(Plane.Gateway))
            .ListenForBrowsers(ServiceAddress.AnyLoopbackPort(), keys.Web("bastion.localhost", "127.0.0.1"), "127.0.0.1"));

    private static string Url(TestHost host, string path) => $"https://127.0.0.1:{host.Browsers.Port}{path}";

    private static HttpClient Client()
    {
        var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate is not null };
        return new HttpClient(handler);
    }
}
