namespace Bastion.Gateway.Sessions;

/// <summary>A time limit that came due: an end, a notice of minutes left, or the warning before the idle limit.</summary>
internal sealed record LimitReached(SessionEndReason? End, int MinutesLeft = 0, bool IsIdleWarning = false);
