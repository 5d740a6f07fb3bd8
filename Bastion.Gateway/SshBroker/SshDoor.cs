using Bastion.Hosting;
using Bastion.Ssh.Crypto;

namespace Bastion.Gateway.SshBroker;

/// <summary>One address of the SSH listener and what is offered there.</summary>
/// <param name="Name">As Admin and the journal know it.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Profile">Algorithms on offer.</param>
/// <param name="Keys">Host keys that fit them.</param>
/// <param name="Expires">From then on nobody is taken; null: never.</param>
internal sealed record SshDoor(string Name, ServiceAddress Address, AlgorithmProfile Profile, IReadOnlyList<SshPrivateKey> Keys, DateTimeOffset? Expires)
{
    public const string Strict = "ssh";

    /// <summary>Admin lets only those through it whose vendor is entitled.</summary>
    public const string Compatible = "ssh-compatible";

    public static IReadOnlyList<SshDoor> Of(GatewayOptions options, SshHostKeys keys)
    {
        List<SshDoor> doors = [new(Strict, options.SshListen!, AlgorithmProfile.Strict, keys.Fitting(AlgorithmProfile.Strict), null)];
        if (options.SshCompatible.Listen is { } old)
            doors.Add(new(Compatible, old, AlgorithmProfile.Compatible, keys.Fitting(AlgorithmProfile.Compatible), options.SshCompatible.Expires));
        return doors;
    }
}
