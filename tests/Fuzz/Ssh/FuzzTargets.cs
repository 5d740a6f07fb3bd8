namespace Bastion.Fuzz.Ssh;

/// <summary>All targets of the SSH engine.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<IFuzzTarget> All { get; } =
        [new WireTarget(), new MessagesTarget(), new KeysTarget(), new KexInitTarget(), new TransportTarget(), new AuthenticationTarget(), new ChannelsTarget(), new SftpTarget(), new ScpTarget()];
}
