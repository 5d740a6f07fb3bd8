namespace Bastion.Admin.Vault;

internal enum CredentialKind
{
    Password,
    SshPrivateKey,
}
