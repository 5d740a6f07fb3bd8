using Bastion.Admin.Vault;

namespace Bastion.Admin.Devices;

/// <param name="Secret">New secret (password, or an OpenSSH private key file); null or empty keeps the one that is there.</param>
internal sealed record EndpointForm(EndpointProtocol Protocol, string Host, int Port, string Account, CredentialKind CredentialKind, string? Secret, HttpProfile? Http = null)
{
    public override string ToString() => $"{Protocol} {Host}:{Port}";
}
