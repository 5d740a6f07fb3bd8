using Bastion.Gateway.Portal.Terminal;
using Bastion.Gateway.RdpBroker;
using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker.Terminals;

namespace Bastion.Gateway.Portal.Desktop;

/// <summary>What happens to the session, as messages for the page around the desktop.</summary>
internal sealed class DesktopWatcher(DesktopSocket socket, TerminalSpeech speech) : IDesktopWatcher
{
    public void ShowState(SessionSnapshot now, string sentence) => Say(new TerminalState(now.Freeze.IsFrozen, now.Freeze.IsBlind, sentence));

    public void ShowNotice(SessionNoticeLine line) => Say(line.Remaining is { } left ? new TerminalCountdown(left, line.Text) : new TerminalNotice(line.Text, line.By));

    public void ShowEnd(SessionEnd end, string sentence) => socket.Say(speech.Ended(new TerminalEnded(end.Reason, sentence)));

    private void Say(TerminalEvent what)
    {
        if (speech.Of(what) is { } word)
            socket.Say(word);
    }
}
