namespace Bastion.Gateway.Portal.Gate;

internal static class PortalRouteExtensions
{
    /// <summary>For signed-in technicians who accepted the notice.</summary>
    public static RouteHandlerBuilder For(this RouteHandlerBuilder route, PortalAct act) => route.WithMetadata(new PortalRoute(act, Open: false));

    /// <summary>For anybody who can reach the portal.</summary>
    public static RouteHandlerBuilder ForAnybody(this RouteHandlerBuilder route, PortalAct act) => route.WithMetadata(new PortalRoute(act, Open: true));
}
