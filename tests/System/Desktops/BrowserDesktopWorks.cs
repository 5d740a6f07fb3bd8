using Bastion.Testing;
using Xunit.Abstractions;

namespace Bastion.SystemTests.Desktops;

/// <summary>xrdp in the browser, which signs in with TLS and Client Info.</summary>
public sealed class BrowserDesktopWorks(ITestOutputHelper output) : BrowserDesktop(output)
{
    [PeerFact("xrdp", "xrdp-sesman", "/usr/lib/xorg/modules/libxorgxrdp.so", "xterm", "chromium", "compare", "import", "setxkbmap", "unshare", "openssl", "root")]
    public Task Xrdp_UsedWatchedFrozenAndCut_ReplaysAsItWasSeen() => UsedWatchedFrozenAndCut_ReplaysAsItWasSeen();

    protected override async Task<RemoteDesktop> StartDesktop() => await XrdpDesktop.Start();
}
