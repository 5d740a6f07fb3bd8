using Bastion.Admin.Vault;
using Bastion.Hosting;

namespace Bastion.Admin.Interventions.Leases;

internal sealed record ReleasedCredential(string Account, CredentialKind? Kind, Secret Secret);
