using System.Net;
using Bastion.Gateway.Portal.Gate;
using Bastion.Gateway.Tests.Portal.Doubles;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.Gateway.Tests.Portal;

public sealed class PortalPageTests : IAsyncLifetime
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
    public void Route_EveryOne_SaysItsActAndGuardsItsPosts()
    {
        foreach (var route in host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var methods = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];
            // The language switch is the shell's own; it does nothing but choose words.
            if (route.RoutePattern.RawText != "/language")
                Assert.True(route.Metadata.GetMetadata<PortalRoute>() is not null, route.RoutePattern.RawText);
            if (methods.Any(x => x is not ("GET" or "CONNECT")))
                Assert.True(route.Metadata.GetMetadata<IAntiforgeryMetadata>()?.RequiresValidation, route.RoutePattern.RawText);
        }
    }

    [Theory]
    [InlineData("/inbox")]
    [InlineData("/live")]
    [InlineData("/recordings")]
    [InlineData("/journal")]
    [InlineData("/vendors")]
    [InlineData("/devices")]
    [InlineData("/people")]
    [InlineData("/health")]
    [InlineData("/metrics")]
    [InlineData("/admin")]
    [InlineData("/assets/0000000000000000/staff.js")]
    [InlineData("/.git/config")]
    public async Task Path_ThatIsNotThePortals_Is404(string path)
    {
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(path)).Status);
        await visitor.SignInAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(path)).Status);
    }

    [Theory]
    [InlineData("/interventions")]
    [InlineData("/interventions/new")]
    [InlineData("/interventions/INT-2026-00043")]
    [InlineData("/interventions/INT-2026-00043/terminal")]
    [InlineData("/account")]
    [InlineData("/notice")]
    [InlineData("/confirm")]
    public async Task Page_WithoutSignIn_SendsToSignIn(string path)
    {
        var answer = await visitor.GetAsync(path);

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.StartsWith("/sign-in?back=", answer.Location, StringComparison.Ordinal);
        Assert.Empty(host.Admin.Calls);
    }

    [Theory]
    [InlineData("/interventions")]
    [InlineData("/interventions/new?device=ANA-01")]
    [InlineData("/interventions/INT-2026-00043")]
    [InlineData("/interventions/INT-2026-00043/terminal")]
    [InlineData("/account")]
    public async Task Page_HasTheStrictPolicyAndNoStyleOrScriptInline(string path)
    {
        await visitor.SignInAsync();

        var page = await visitor.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        var policy = page.Headers["Content-Security-Policy"];
        Assert.StartsWith("default-src 'none'; style-src 'self'", policy, StringComparison.Ordinal);
        Assert.Equal(path.EndsWith("/terminal", StringComparison.Ordinal), policy.Contains("'nonce-", StringComparison.Ordinal));
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", page.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script(?![^>]* src=)", page.Text);
        Assert.DoesNotMatch(@"\[[a-z]+(\.[A-Za-z_-]+)+\]", page.Words);
    }

    [Fact]
    public async Task Request_WithErrors_ComesBackFilled()
    {
        host.Admin.SubmitErrors.Add(new Admin.Contracts.FieldError { Field = "contact_phone", Code = "field.required" });
        host.Admin.SubmitErrors.Add(new Admin.Contracts.FieldError { Field = "symptom", Code = "field.required" });
        await visitor.SignInAsync();
        var form = await visitor.GetAsync("/interventions/new");

        var page = await visitor.PostAsync(form, "/interventions/new", Typed("0198c7c2-0000-7000-8000-000000000001"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("Give a direct phone.", page.Words, StringComparison.Ordinal);
        Assert.True(page.Text.IndexOf("href=\"#symptom\"", StringComparison.Ordinal) < page.Text.IndexOf("href=\"#contact_phone\"", StringComparison.Ordinal));
        Assert.Contains("value=\"0198c7c2-0000-7000-8000-000000000001\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("<script>alert(1)</script> & more", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"2026-11-26\"", page.Text, StringComparison.Ordinal);
        Assert.Matches("value=\"sftpDown\"[^>]* checked", page.Text);
        Assert.Matches("value=\"t-lucie\"[^>]* checked", page.Text);
    }

    [Fact]
    public async Task Request_SentTwice_IsOne()
    {
        await visitor.SignInAsync();
        var form = await visitor.GetAsync("/interventions/new");

        var first = await visitor.PostAsync(form, "/interventions/new", Typed("0198c7c2-0000-7000-8000-000000000002"));
        var second = await visitor.PostAsync(form, "/interventions/new", Typed("0198c7c2-0000-7000-8000-000000000002"));

        Assert.Equal(HttpStatusCode.SeeOther, first.Status);
        Assert.Equal(first.Location, second.Location);
        var sent = host.Admin.LastSubmit!;
        Assert.Equal(("2026-11-26T12:30", 120, "ssh"), (sent.LocalStart, sent.LengthMinutes, Assert.Single(sent.Protocols)));
        Assert.Equal(["sftpDown"], sent.Controls);
        Assert.Equal(["t-lucie"], sent.TechnicianIds);
    }

    [Fact]
    public async Task Request_WhileAdminIsAway_IsKeptAndSentAgain()
    {
        await visitor.SignInAsync();
        var form = await visitor.GetAsync("/interventions/new");
        host.Admin.Down = true;

        var away = await visitor.PostAsync(form, "/interventions/new", Typed("0198c7c2-0000-7000-8000-000000000003"));
        host.Admin.Down = false;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.Status);
        Assert.Contains("does not answer", away.Words, StringComparison.Ordinal);
        Assert.Contains("name=\"symptom\"", away.Text, StringComparison.Ordinal);
        Assert.Contains("& more", away.Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await visitor.PostAsync(away, "/interventions/new", Typed("0198c7c2-0000-7000-8000-000000000003"))).Status);
    }

    [Fact]
    public async Task SignIn_WhileAdminIsAway_KeepsNoSecret()
    {
        var asked = await visitor.GetAsync("/sign-in");
        host.Admin.Down = true;

        var away = await visitor.PostAsync(asked, "/sign-in", ("login", "s.belkacem"), ("password", AdminDouble.Password));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.Status);
        Assert.DoesNotContain("assez long", away.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2027-10-31", "02:30", "", "exists twice")]
    [InlineData("2027-03-28", "02:30", "", "does not exist")]
    [InlineData("2027-03-28", "00:30", "", "it lasts 3")]
    [InlineData("2026-11-24", "", "", "Enter the day")]
    public async Task WindowPart_SaysWhatTheHourMeans(string day, string time, string ambiguous, string words)
    {
        await visitor.SignInAsync();

        var part = await visitor.GetAsync($"/interventions/new/window?device_id=d-ana&day={day}&time={time}&length_minutes=180&ambiguous={ambiguous}");

        Assert.Contains(words, part.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("<html", part.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Withdraw_TooLate_SaysWhyAndKeepsThePage()
    {
        await visitor.SignInAsync();
        var page = await visitor.GetAsync("/interventions/INT-2026-00044");
        host.Admin.Interventions.First(x => x.Number == "INT-2026-00044").MayWithdraw = false;

        var answer = await visitor.PostAsync(page, "/interventions/INT-2026-00044/withdraw");

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Contains("Nothing was done.", answer.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_WhenTheFactorIsStale_AsksForItAndLosesNothing()
    {
        await visitor.SignInAsync();
        var page = await visitor.GetAsync("/account");
        host.Admin.Stale = true;

        var added = await visitor.PostAsync(page, "/account/keys", ("name", "laptop"), ("authorized_key", "ssh-ed25519 AAAA"));
        var armed = await visitor.PostAsync(page, "/account/keys/arm", ("key", "k1"), ("intervention", "i-open"), ("back", "/interventions/INT-2026-00043"));
        var confirm = await visitor.GetAsync(armed.Location!);
        var back = await visitor.PostAsync(confirm, "/confirm", ("code", AdminDouble.Code), ("back", "/interventions/INT-2026-00043"));

        Assert.Contains("ssh-ed25519 AAAA", added.Words, StringComparison.Ordinal);
        Assert.StartsWith("/confirm?back=", armed.Location, StringComparison.Ordinal);
        Assert.Equal("/interventions/INT-2026-00043", back.Location);
    }

    [Fact]
    public async Task Page_SaysTheSshCommandOfThisDevice()
    {
        await visitor.SignInAsync();

        Assert.Contains("ssh -p 2222 s.belkacem+ANA-01@acces.valbrume.example", (await visitor.GetAsync("/interventions/INT-2026-00043")).Words, StringComparison.Ordinal);
    }

    private static (string, string)[] Typed(string id) =>
    [
        ("request_id", id), ("device_id", "d-ana"), ("kind", "telemaintenance"), ("purpose", "corrective"), ("symptom", "<script>alert(1)</script> & more"),
        ("planned_actions", "Read the logs"), ("ticket", "OT-1"), ("day", "2026-11-26"), ("time", "12:30"), ("length_minutes", "120"),
        ("technician_ids", "t-lucie"), ("contact_phone", ""), ("controls", "sftpDown"), ("controls", "root"),
    ];
}
