using Bastion.Testing;
using Xunit.Abstractions;

namespace Bastion.SystemTests.Desktops;

/// <summary>A desktop that wants network level authentication, in the browser, which has none: the bastion speaks it.</summary>
public sealed class BrowserNlaDesktopWorks(ITestOutputHelper output) : BrowserDesktop(output)
{
    protected override bool Nla => true;

    [PeerFact("Xvfb", "freerdp-shadow-cli", "xterm", "chromium", "compare", "import", "setxkbmap", "winpr-hash")]
    public Task Nla_UsedWatchedFrozenAndCut_ReplaysAsItWasSeen() => UsedWatchedFrozenAndCut_ReplaysAsItWasSeen();
}
