namespace Bastion.Gateway.Sessions;

internal sealed record SessionTransition(SessionSnapshot Before, SessionSnapshot After);
