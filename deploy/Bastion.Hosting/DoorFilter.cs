using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bastion.Hosting;

/// <summary>
/// Stands before everything a service maps. What belongs to one door cannot be reached through another: no gRPC for browsers, no page for peers,
/// and a probe sees health and metrics only.
/// </summary>
internal sealed class DoorFilter : IStartupFilter
{
    public const string HealthPath = "/health";
    public const string LivePath = "/health/live";
    public const string MetricsPath = "/metrics";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(Guard);
        app.UseWhen(IsPeer, peers =>
        {
            peers.UseHealthChecks(LivePath, new HealthCheckOptions { Predicate = _ => false });
            peers.UseHealthChecks(HealthPath, new HealthCheckOptions { ResponseWriter = WriteHealth });
            peers.UseOpenTelemetryPrometheusScrapingEndpoint(MetricsPath);
        });
        next(app);
    };

    private static bool IsPeer(HttpContext context) => context.Features.Get<Door>()?.Kind == Listener.Peers;

    private static Task Guard(HttpContext context, RequestDelegate next)
    {
        var status = context.Features.Get<Door>() switch
        {
            { Kind: Listener.Peers } => JudgePeer(context),
            { Kind: Listener.Browsers } door => JudgeBrowser(context, door),
            // Nothing reaches a service but through a door.
            _ => StatusCodes.Status404NotFound,
        };
        if (status is null)
            return next(context);
        context.Response.StatusCode = status.Value;
        return Task.CompletedTask;
    }

    private static int? JudgePeer(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) && request.Path.Value is HealthPath or LivePath or MetricsPath)
            return null;
        if (PeerIdentity.Of(context) is null)
            return StatusCodes.Status403Forbidden;
        return IsGrpc(request) ? null : StatusCodes.Status404NotFound;
    }

    private static int? JudgeBrowser(HttpContext context, Door door)
    {
        var request = context.Request;
        if (door.Below is { } below)
        {
            // The name of the handshake and the name of the request are one, for these names in both directions.
            var greeted = context.Features.Get<ITlsHandshakeFeature>()?.HostName;
            if (below.Covers(request.Host.Host))
                return request.Host.Host.Equals(greeted, StringComparison.OrdinalIgnoreCase) ? null : StatusCodes.Status421MisdirectedRequest;
            if (below.Covers(greeted))
                return StatusCodes.Status421MisdirectedRequest;
        }
        if (!door.Hosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
            return StatusCodes.Status421MisdirectedRequest;
        return IsGrpc(request) ? StatusCodes.Status404NotFound : null;
    }

    private static bool IsGrpc(HttpRequest request) =>
        request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    private static Task WriteHealth(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = MediaTypeNames.Application.Json;
        return JsonSerializer.SerializeAsync(
            context.Response.Body,
            new
            {
                status = report.Status.ToString(),
                checks = report.Entries.ToDictionary(e => e.Key, e => new { status = e.Value.Status.ToString(), text = e.Value.Description }),
            },
            cancellationToken: context.RequestAborted);
    }
}
