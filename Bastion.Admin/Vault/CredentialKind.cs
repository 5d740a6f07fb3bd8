namespace Bastion.Admin.Vault;

internal enum CredentialKind
{
    Password,
    SshPrivateKey,

    /// <summary>PEM: a certificate, then its private key, unencrypted.</summary>
    ClientCertificate,

    /// <summary>No secret of its own: the device trusts <see cref="DeviceAuthority"/>, which certifies a new key for each session.</summary>
    SshCertificate,
}
