namespace Bastion.Gateway.Access;

internal enum DeviceCredentialKind
{
    /// <summary>The device wants no sign-in.</summary>
    None,
    Password,
    PrivateKey,
    ClientCertificate,
}
