using Bastion.Admin.Contracts;
using Bastion.Hosting;

namespace Bastion.Gateway.Access;

/// <summary>The one device credential of one live session. In memory only, used once, then overwritten.</summary>
internal sealed class DeviceCredential : IDisposable
{
    private DeviceCredential(string account, Secret secret, bool isKey)
    {
        Account = account;
        Secret = secret;
        IsPrivateKey = isKey;
    }

    public string Account { get; }

    /// <summary>A password, or an OpenSSH private key file.</summary>
    public Secret Secret { get; }

    public bool IsPrivateKey { get; }

    public static DeviceCredential? From(Credential credential) => credential.SecretCase switch
    {
        Credential.SecretOneofCase.Password => new DeviceCredential(credential.Account, Secret.FromText(credential.Password), isKey: false),
        Credential.SecretOneofCase.PrivateKey => new DeviceCredential(credential.Account, Secret.FromText(credential.PrivateKey), isKey: true),
        _ => null,
    };

    public void Dispose() => Secret.Dispose();

    public override string ToString() => "(device credential)";
}
