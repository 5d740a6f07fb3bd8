using System.Net;

namespace Bastion.Hosting.Tests.Theme;

public sealed class AssetTests
{
    [Theory]
    [InlineData("bastion.css", "text/css")]
    [InlineData("bastion.js", "text/javascript")]
    [InlineData("mark.svg", "image/svg+xml")]
    [InlineData("files/atkinson-hyperlegible-next-latin-wght-normal.woff2", "font/woff2")]
    public async Task Asset_ByItsHash_IsImmutableAndTyped(string name, string type)
    {
        await using var host = await ThemedHost.Start();
        using var browser = host.Browser();

        using var answer = await browser.GetAsync(host.Asset(name));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Asset_BrowserTakesBrotli_IsSentCompressed()
    {
        await using var host = await ThemedHost.Start();
        using var browser = host.Browser();
        browser.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, br");

        using var answer = await browser.GetAsync(host.Asset("bastion.css"));

        Assert.Equal("br", answer.Content.Headers.ContentEncoding.Single());
        Assert.InRange(answer.Content.Headers.ContentLength!.Value, 1, 60_000);
    }

    [Theory]
    [InlineData("/assets/0000000000000000/bastion.css")]
    [InlineData("/assets/bastion.css")]
    [InlineData("/assets/")]
    [InlineData("/assets/../settings.json")]
    public async Task Asset_AnotherAddress_IsNotFound(string path)
    {
        await using var host = await ThemedHost.Start();
        using var browser = host.Browser();

        using var answer = await browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
