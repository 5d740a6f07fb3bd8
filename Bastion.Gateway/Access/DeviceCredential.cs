using Bastion.Admin.Contracts;
using Bastion.Hosting;

namespace Bastion.Gateway.Access;

/// <summary>The one device credential of one live session. In memory only, used once, then overwritten.</summary>
internal sealed class DeviceCredential : IDisposable
{
    private DeviceCredential(string account, Secret secret, DeviceCredentialKind kind, Secret? passphrase = null)
    {
        Passphrase = passphrase;
        Account = account;
        Secret = secret;
        Kind = kind;
    }

    public string Account { get; }

    public DeviceCredentialKind Kind { get; }

    /// <summary>A password, an OpenSSH private key file, a certificate with its key in PEM, an OpenSSH certificate, or nothing.</summary>
    public Secret Secret { get; }

    /// <summary>Of an encrypted private key.</summary>
    public Secret? Passphrase { get; }

    public bool IsPrivateKey => Kind == DeviceCredentialKind.PrivateKey;

    public static DeviceCredential? From(Credential credential) => credential.SecretCase switch
    {
        Credential.SecretOneofCase.Password => new DeviceCredential(credential.Account, Secret.FromText(credential.Password), DeviceCredentialKind.Password),
        Credential.SecretOneofCase.PrivateKey => new DeviceCredential(credential.Account, Secret.FromText(credential.PrivateKey), DeviceCredentialKind.PrivateKey, Secret.FromText(credential.Passphrase)),
        Credential.SecretOneofCase.ClientCertificate => new DeviceCredential(credential.Account, Secret.FromText(credential.ClientCertificate), DeviceCredentialKind.ClientCertificate),
        Credential.SecretOneofCase.SshCertificate => new DeviceCredential(credential.Account, new Secret(credential.SshCertificate.ToByteArray()), DeviceCredentialKind.SshCertificate),
        Credential.SecretOneofCase.NoSignIn => new DeviceCredential(credential.Account, new Secret([]), DeviceCredentialKind.None),
        _ => null,
    };

    public void Dispose()
    {
        Secret.Dispose();
        Passphrase?.Dispose();
    }

    public override string ToString() => "(device credential)";
}
