namespace Bastion.Admin.Vault;

internal enum CredentialKind
{
    Password,
    SshPrivateKey,

    /// <summary>PEM: a certificate, then its private key, unencrypted.</summary>
    ClientCertificate,
}
