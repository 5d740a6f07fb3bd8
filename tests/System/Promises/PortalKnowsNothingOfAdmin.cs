using System.Net;
using System.Text.RegularExpressions;
using Bastion.Hospitals;
using Bastion.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.SystemTests.Promises;

/// <summary>The portal answers 404 for every page, act and asset of Admin.</summary>
public sealed partial class PortalKnowsNothingOfAdmin : SystemTest
{
    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Portal_EveryRouteOfAdmin_IsNotFound()
    {
        using var browser = Hospital.Browser();
        var own = Routes(Hospital.Gateway.Services);
        var others = Routes(Hospital.Admin.Services).Except(own).ToList();
        Assert.True(others.Count > 10, $"only {others.Count} routes of Admin were found");
        foreach (var route in others)
        {
            var path = "/" + route.TrimStart('/').Replace("{}", "0198c0de-0000-7000-8000-000000000000", StringComparison.Ordinal);
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
            {
                using var request = new HttpRequestMessage(method, new Uri(Hospital.Files.PortalUrl, path));
                using var reply = await browser.SendAsync(request);
                Assert.True(reply.StatusCode is HttpStatusCode.NotFound, $"{method} {path}: {reply.StatusCode}");
            }
        }
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Portal_AssetsOfAdmin_AreNotFound()
    {
        using var browser = Hospital.Browser();
        var page = await browser.GetStringAsync(new Uri(Hospital.Files.AdminUrl, "/sign-in"));
        var assets = Regex.Matches(page, "(?:href|src)=\"(/assets/[^\"]+)\"").Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.NotEmpty(assets);
        foreach (var asset in assets)
        {
            using var atAdmin = await browser.GetAsync(new Uri(Hospital.Files.AdminUrl, asset));
            Assert.Equal(HttpStatusCode.OK, atAdmin.StatusCode);
        }

        var bundle = typeof(Bastion.Admin.AdminHost).Assembly.GetManifestResourceNames();
        Assert.NotEmpty(bundle);
        foreach (var name in new[] { "/assets/admin.js", "/assets/admin.css", "/assets/player.js", "/admin", "/inbox", "/live", "/recordings", "/journal" })
        {
            using var reply = await browser.GetAsync(new Uri(Hospital.Files.PortalUrl, name));
            Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
        }
    }

    private static HashSet<string> Routes(IServiceProvider services) =>
        [.. services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => Parameter().Replace(endpoint.RoutePattern.RawText ?? "", "{}"))];

    // Both have an account page: what its parameters are called is no difference.
    [GeneratedRegex("{[^}]*}")]
    private static partial Regex Parameter();
}
