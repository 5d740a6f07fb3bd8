namespace Bastion.Gateway.Portal.Gate;

/// <summary>Route metadata: the act, and whether it is open to people who are not signed in.</summary>
internal sealed record PortalRoute(PortalAct Act, bool Open);
