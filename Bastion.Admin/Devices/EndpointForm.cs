using Bastion.Admin.Vault;

namespace Bastion.Admin.Devices;

/// <param name="Secret">New secret (password, or an OpenSSH private key file); null or empty keeps the one that is there.</param>
/// <param name="Passphrase">Of a new private key that is encrypted.</param>
/// <param name="RdpWithoutNla">RDP: TLS alone.</param>
/// <param name="LegacyAlgorithms">SSH: also offer what old devices need.</param>
internal sealed record EndpointForm(EndpointProtocol Protocol, string Host, int Port, string Account, CredentialKind CredentialKind, string? Secret, string? Passphrase = null, bool LegacyAlgorithms = false, HttpProfile? Http = null, bool RdpWithoutNla = false)
{
    public override string ToString() => $"{Protocol} {Host}:{Port}";
}
