using Microsoft.AspNetCore.Antiforgery;

namespace Bastion.Gateway.Portal.Gate;

/// <summary>The only ways to map a page: each says its act, and each POST wants the antiforgery token.</summary>
internal static class PortalRouteExtensions
{
    public static void Page(this IEndpointRouteBuilder routes, string pattern, PortalAct act, Delegate handler, bool open = false) =>
        routes.MapGet(pattern, handler).WithMetadata(new PortalRoute(act, open, ByScript: false));

    public static void Post(this IEndpointRouteBuilder routes, string pattern, PortalAct act, Delegate handler, bool open = false) =>
        routes.MapPost(pattern, handler).WithMetadata(new PortalRoute(act, open, ByScript: false), new RequireAntiforgeryTokenAttribute());

    /// <summary>A WebSocket: GET upgrades over HTTP/1.1, CONNECT opens a stream over HTTP/2 (RFC 8441).</summary>
    public static void Socket(this IEndpointRouteBuilder routes, string pattern, PortalAct act, Delegate handler) =>
        routes.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Connect], handler).WithMetadata(new PortalRoute(act, Open: false, ByScript: true));

    /// <summary>A part of a page.</summary>
    public static void Part(this IEndpointRouteBuilder routes, string pattern, PortalAct act, Delegate handler) =>
        routes.MapGet(pattern, handler).WithMetadata(new PortalRoute(act, Open: false, ByScript: true));

    public static void PostByScript(this IEndpointRouteBuilder routes, string pattern, PortalAct act, Delegate handler, bool open = false) =>
        routes.MapPost(pattern, handler).WithMetadata(new PortalRoute(act, open, ByScript: true), new RequireAntiforgeryTokenAttribute());
}
