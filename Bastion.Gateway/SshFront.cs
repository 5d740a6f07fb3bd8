using Bastion.Gateway.Portal.Interventions;
using Bastion.Gateway.SshBroker;

namespace Bastion.Gateway;

/// <summary>What the portal tells technicians about the SSH listener.</summary>
internal sealed class SshFront(SshListener listener, SshHostKeys keys) : ISshFront
{
    public int Port => listener.At(SshDoor.Strict)?.Port ?? 0;

    public IReadOnlyList<string> Fingerprints { get; } = [.. keys.Keys.Select(k => k.PublicKey.Fingerprint)];
}
