using Bastion.Admin.Devices;

namespace Bastion.Admin.Vault;

/// <summary>A credential as people see it: everything but the secret.</summary>
internal sealed record VaultLine(Guid EndpointId, string Device, string Label, EndpointProtocol Protocol, string Account, Credential Credential);
