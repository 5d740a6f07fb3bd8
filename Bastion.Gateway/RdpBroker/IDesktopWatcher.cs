using Bastion.Gateway.Sessions;

namespace Bastion.Gateway.RdpBroker;

/// <summary>A page around a desktop: hears what happens to the session, in sentences for the technician. Must neither block nor throw.</summary>
internal interface IDesktopWatcher
{
    /// <summary>The state moved; the sentence is empty when there is nothing to say.</summary>
    void ShowState(SessionSnapshot now, string sentence);

    void ShowNotice(SessionNoticeLine line);

    void ShowEnd(SessionEnd end, string sentence);
}
