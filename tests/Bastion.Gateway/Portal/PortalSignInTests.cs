using System.Net;
using Bastion.Gateway.Tests.Portal.Doubles;

namespace Bastion.Gateway.Tests.Portal;

public sealed class PortalSignInTests : IAsyncLifetime
{
    private PortalHost host = null!;
    private Visitor visitor = null!;

    public async Task InitializeAsync()
    {
        host = await PortalHost.StartAsync(TimeProvider.System);
        host.Admin.Language = "en";
        visitor = host.Visit();
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task SignIn_WithPasswordAndCode_LeavesOnlyAnOpaqueHostCookie()
    {
        var answer = await visitor.SignInAsync();

        Assert.Equal((HttpStatusCode.SeeOther, "/interventions"), (answer.Status, answer.Location));
        var cookie = visitor.Cookies.GetCookies(host.Address)["__Host-portal"]!;
        Assert.True(cookie is { Secure: true, HttpOnly: true, Path: "/" });
        Assert.DoesNotContain("belkacem", cookie.Value, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/interventions")).Status);
    }

    [Theory]
    [InlineData("s.belkacem", "wrong password", AdminDouble.Code)]
    [InlineData("nobody", AdminDouble.Password, AdminDouble.Code)]
    [InlineData("s.belkacem", AdminDouble.Password, "000000")]
    public async Task SignIn_WhateverWasWrong_SaysTheSameAfterTheCode(string login, string password, string code)
    {
        host.Admin.Wait = 30;
        var asked = await visitor.GetAsync("/sign-in");
        var first = await visitor.PostAsync(asked, "/sign-in", ("login", login), ("password", password));
        var second = await visitor.GetAsync("/sign-in/code");
        var answer = await visitor.PostAsync(second, "/sign-in/code", ("code", code));

        Assert.Equal(HttpStatusCode.SeeOther, first.Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("Wrong login, password or code.", answer.Words, StringComparison.Ordinal);
        Assert.Contains("before the next try", answer.Words, StringComparison.Ordinal);
        Assert.Contains($"value=\"{login}\"", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(password, answer.Words, StringComparison.Ordinal);
        Assert.Equal(0, host.Admin.LiveTokens);
    }

    [Fact]
    public async Task CodePage_BeforeTheVerdict_ShowsTheTypedLoginAndNoName()
    {
        var asked = await visitor.GetAsync("/sign-in");
        await visitor.PostAsync(asked, "/sign-in", ("login", "s.belkacem"), ("password", AdminDouble.Password));

        var page = await visitor.GetAsync("/sign-in/code");

        Assert.Contains("s.belkacem", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sami", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_WithAForeignWayBack_EndsAtHome()
    {
        var asked = await visitor.GetAsync("/sign-in?back=https://evil.example/");
        var first = await visitor.PostAsync(asked, "/sign-in", ("login", "s.belkacem"), ("password", AdminDouble.Password), ("back", "//evil.example"));
        var second = await visitor.GetAsync("/sign-in/code?back=//evil.example");
        var answer = await visitor.PostAsync(second, "/sign-in/code", ("code", AdminDouble.Code), ("back", "https://evil.example"));

        Assert.Contains("name=\"back\" value=\"/interventions\"", asked.Text, StringComparison.Ordinal);
        Assert.Contains("name=\"back\" value=\"/interventions\"", second.Text, StringComparison.Ordinal);
        Assert.Equal("/sign-in/code?back=%2Finterventions", first.Location);
        Assert.Equal("/interventions", answer.Location);
    }

    [Fact]
    public async Task Post_WithoutItsToken_DoesNothing()
    {
        var answer = await visitor.PostAsync(new Page(HttpStatusCode.OK, null, "", new Dictionary<string, string>()), "/sign-in", ("login", "s.belkacem"), ("password", AdminDouble.Password));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.DoesNotContain("BeginSignIn", host.Admin.Calls);
    }

    [Fact]
    public async Task SignOut_EndsTheTokenAtAdmin()
    {
        await visitor.SignInAsync();
        var page = await visitor.GetAsync("/account");

        var answer = await visitor.PostAsync(page, "/sign-out");

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Equal(0, host.Admin.LiveTokens);
        Assert.Equal(HttpStatusCode.SeeOther, (await visitor.GetAsync("/interventions")).Status);
    }

    [Fact]
    public async Task Notice_StillToAccept_StandsBeforeEverything()
    {
        host.Admin.NoticeDue = 3;
        await visitor.SignInAsync();

        var sent = await visitor.GetAsync("/interventions/INT-2026-00043");
        var page = await visitor.GetAsync(sent.Location!);
        var untick = await visitor.PostAsync(page, "/notice", ("version", "3"));
        var older = await visitor.PostAsync(page, "/notice", ("version", "2"), ("read", "1"));
        var done = await visitor.PostAsync(page, "/notice", ("version", "3"), ("read", "1"), ("back", "/interventions/INT-2026-00043"));

        Assert.StartsWith("/notice", sent.Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, untick.Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, older.Status);
        Assert.Equal("/interventions/INT-2026-00043", done.Location);
        Assert.Single(host.Admin.Calls, "AcceptNotice");
    }

    [Fact]
    public async Task Enrolment_ShowsSecretOnce_ThenRecoveryCodes()
    {
        var page = await visitor.GetAsync("/enrol/" + AdminDouble.Link);
        var weak = await visitor.PostAsync(page, "/enrol/" + AdminDouble.Link, ("password", "short"), ("password2", "short"), ("code", AdminDouble.Code));
        var done = await visitor.PostAsync(page, "/enrol/" + AdminDouble.Link, ("password", "long enough for all"), ("password2", "long enough for all"), ("code", AdminDouble.Code));
        var over = await visitor.GetAsync("/enrol/another");

        Assert.Contains("JBSW Y3DP", page.Text, StringComparison.Ordinal);
        Assert.Contains("<path d=\"M", page.Text, StringComparison.Ordinal);
        Assert.Equal("no-store", page.Headers["Cache-Control"]);
        Assert.Contains("at least 12 characters", weak.Words, StringComparison.Ordinal);
        Assert.Contains("001k-7wq1-mz01", done.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, over.Status);
    }
}
