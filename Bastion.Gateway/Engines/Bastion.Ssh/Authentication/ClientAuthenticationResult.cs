using Bastion.Ssh.Transport;

namespace Bastion.Ssh.Authentication;

/// <summary>How the device judged the credential.</summary>
/// <param name="Outcome">Anything but <see cref="ClientAuthenticationOutcome.Accepted"/>: the transport is closed or to be closed.</param>
/// <param name="DeviceMethods">Methods that the device said can continue, at the last refusal.</param>
/// <param name="End">With <see cref="ClientAuthenticationOutcome.Ended"/>: how the connection ended.</param>
public sealed record ClientAuthenticationResult(
    ClientAuthenticationOutcome Outcome,
    IReadOnlyList<string> DeviceMethods,
    SshEnd? End = null)
{
    public bool Succeeded => Outcome == ClientAuthenticationOutcome.Accepted;
}
