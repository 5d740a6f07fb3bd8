namespace Bastion.Gateway.Access;

internal enum DeviceCredentialKind
{
    /// <summary>The device wants no sign-in.</summary>
    None,
    Password,
    PrivateKey,
    ClientCertificate,

    /// <summary>A certificate of the key that the session was opened with.</summary>
    SshCertificate,
}
