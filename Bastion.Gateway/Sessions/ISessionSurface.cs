namespace Bastion.Gateway.Sessions;

/// <summary>
/// The running relay as its session sees it. Calls come from the lease stream and the timer wheel: they close or open gates at once and
/// leave everything that could wait to somebody else.
/// </summary>
internal interface ISessionSurface
{
    /// <summary>
    /// The state moved. On Frozen and Ending the gates are shut when this returns; on Active the technician is told first and the gates open after that.
    /// </summary>
    void Changed(SessionTransition transition, string text, string by);

    void Say(SessionNoticeLine line);
}
