using System.Net;

namespace Bastion.Hosting.Tests.Theme;

public sealed class PageTests
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/language")]
    public async Task Page_Any_CarriesTheStrictPolicyAndIsNotKept(string path)
    {
        await using var host = await ThemedHost.Start();
        using var browser = host.Browser();

        using var answer = await browser.GetAsync(path);

        Assert.Equal(Policy, answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Page_Unknown_SaysSoInTheVisitorsLanguage()
    {
        await using var host = await ThemedHost.Start();
        using var browser = host.Browser();
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");

        using var answer = await browser.GetAsync("/nowhere");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Page not found", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_ThatFails_ShowsAReferenceAndNoDetail()
    {
        await using var host = await ThemedHost.Start();
        using var browser = host.Browser();

        using var answer = await browser.GetAsync("/fails");
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("b-error-page", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret detail", text, StringComparison.Ordinal);
        Assert.DoesNotContain("InvalidOperationException", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_WithItsToken_IsReceived()
    {
        await using var host = await ThemedHost.Start();
        using var browser = host.Browser();
        var token = await browser.GetStringAsync("/form");

        using var answer = await browser.PostAsync("/form", Form(("_form", token)));

        Assert.Equal("received", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Form_WithoutItsToken_IsRefusedWithAPage()
    {
        await using var host = await ThemedHost.Start();
        using var browser = host.Browser();

        using var answer = await browser.PostAsync("/form", Form());

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Formulaire expir", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("de, en;q=0.5", "en")]
    [InlineData("fr-CA, en;q=0.9", "fr")]
    [InlineData("de", "fr")]
    [InlineData("not a language;;", "fr")]
    public async Task Language_OfTheBrowser_IsFollowed(string accept, string expected)
    {
        await using var host = await ThemedHost.Start();
        using var browser = host.Browser();
        browser.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", accept);

        Assert.Equal(expected, await browser.GetStringAsync("/language"));
    }

    [Fact]
    public async Task Language_Chosen_WinsOverTheBrowserAndGoesBackInside()
    {
        await using var host = await ThemedHost.Start();
        using var browser = host.Browser();
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fr");
        var token = await browser.GetStringAsync("/form");

        using var answer = await browser.PostAsync("/language", Form(("_form", token), ("to", "en"), ("back", "//evil.example/")));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/", answer.Headers.Location!.ToString());
        Assert.Equal("en", await browser.GetStringAsync("/language"));
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
