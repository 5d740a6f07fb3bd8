using Bastion.Ssh.Crypto;

namespace Bastion.Ssh.Transport;

/// <summary>What one side brings to all key exchanges of a connection.</summary>
internal sealed record KeyExchangeParty(
    SshRole Role,
    AlgorithmProfile Profile,
    IReadOnlyList<SshPrivateKey> HostKeys,
    HostKeyPins? Pins)
{
    /// <summary>Signature algorithms that we can make or that fit the pins.</summary>
    public IReadOnlyList<string> HostKeyAlgorithms => Pins is not null
        ? Pins.Fitting(Profile.HostKey)
        : [.. Profile.HostKey.Where(name => HostKeys.Any(key => key.PublicKey.SignatureAlgorithms.Contains(name)))];
}
