using System.Net;
using Bastion.Gateway.Portal.Gate;
using Bastion.Gateway.Tests.Portal.Doubles;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.Gateway.Tests.Portal.Gate;

/// <summary>Every address of the portal × every state of identity: who comes in is what the route's metadata says; an address without an act is none of the portal's.</summary>
public sealed class PortalMatrixTests : IAsyncLifetime
{
    /// <summary>Open to people who are not signed in: the doors themselves.</summary>
    private static readonly PortalAct[] Doors = [PortalAct.FollowFront, PortalAct.SignIn, PortalAct.SignOut, PortalAct.Enrol];

    private PortalHost host = null!;

    public async Task InitializeAsync() => host = await PortalHost.StartAsync(TimeProvider.System);

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public void Routes_Each_NameAnActAndOnlyTheDoorsAreOpen()
    {
        var routes = Routes().ToList();
        Assert.True(routes.Count > 30, $"{routes.Count} routes");
        Assert.All(routes, route => Assert.True(route.Metadata.GetMetadata<PortalRoute>() is not null || route.RoutePattern.RawText == "/language", route.RoutePattern.RawText));
        Assert.All(routes.Select(route => route.Metadata.GetMetadata<PortalRoute>()).OfType<PortalRoute>().Where(route => route.Open), route => Assert.Contains(route.Act, Doors));
    }

    [Fact]
    [Trait("ASVS", "7.2.1")]
    [Trait("ASVS", "8.2.1")]
    public async Task Routes_WithoutAWholeSignIn_LetNobodyIn()
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false, ServerCertificateCustomValidationCallback = (_, certificate, _, _) => host.IsSite(certificate) }) { BaseAddress = host.Address };
        var wrong = new List<string>();
        var cells = 0;
        foreach (var route in Routes().Where(route => route.Metadata.GetMetadata<PortalRoute>() is { Open: false }))
        {
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Where(method => method != "CONNECT"))
            {
                // Nobody, a made-up token, the half-way attempt where the sign-in belongs, another cookie's name, a token twice.
                foreach (var cookie in new[] { "", "__Host-portal=AAAA", "__Host-portal-attempt=whatever~YQ", "portal=AAAA", "__Host-portal=AAAA; __Host-portal=BBBB", "__Host-portal=" + new string('A', 4000) })
                {
                    cells++;
                    using var request = new HttpRequestMessage(new HttpMethod(method), Path(route));
                    request.Headers.Add("Accept", "text/html");
                    if (cookie.Length > 0)
                        request.Headers.Add("Cookie", cookie);
                    if (method == "POST")
                        request.Content = new FormUrlEncodedContent([]);
                    using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                    var refused = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest
                        || (answer.StatusCode == HttpStatusCode.SeeOther && answer.Headers.Location!.ToString().StartsWith("/sign-in?", StringComparison.Ordinal));
                    if (!refused)
                        wrong.Add($"{method} {route.RoutePattern.RawText} with '{cookie[..Math.Min(40, cookie.Length)]}': {(int)answer.StatusCode} {answer.Headers.Location}");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.True(cells > 120, $"{cells} cells");
        Assert.DoesNotContain(host.Admin.Calls, call => call is not ("ReadSignIn" or "ReadNotice"));
    }

    private static string Path(RouteEndpoint route) => "/" + string.Join('/', route.RoutePattern.PathSegments.Select(segment => segment.Parts[0] is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : "0193e2f5-6f00-7c3a-8a55-2f1f3d2c1b0a"));

    private IEnumerable<RouteEndpoint> Routes() => host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
}
