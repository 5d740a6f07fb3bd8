namespace Bastion.Gateway.Portal.Gate;

/// <summary>Route metadata: the act; whether it is open to people who are not signed in; whether a script asks (then refusals are a status without a page).</summary>
internal sealed record PortalRoute(PortalAct Act, bool Open, bool ByScript);
