namespace Bastion.Gateway.Sessions;

/// <summary>One consistent look at a session.</summary>
internal sealed record SessionSnapshot(SessionState State, FreezeSet Freeze, SessionEnd? End)
{
    public static readonly SessionSnapshot Initial = new(SessionState.Pending, default, null);

    public bool IsOver => State is SessionState.Ending or SessionState.Ended;
}
