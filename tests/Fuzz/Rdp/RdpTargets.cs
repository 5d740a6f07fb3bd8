using Bastion.Fuzz.Ssh;

namespace Bastion.Fuzz.Rdp;

/// <summary>All targets of the RDP engine.</summary>
internal static class RdpTargets
{
    public static IReadOnlyList<IFuzzTarget> All { get; } =
        [new RdCleanPathTarget(), new NegotiationTarget(), new CredSspTarget(), new FrontTarget(), new BackTarget(), new ServerFilterTarget(), new ClientFilterTarget(), new PictureTarget(), new ReplayTarget()];
}
