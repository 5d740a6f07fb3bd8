using Bastion.Ssh.Crypto;

namespace Bastion.Ssh.Authentication;

/// <summary>What the client shows to the device. Owned by the caller, who wipes it as soon as authentication is over.</summary>
public sealed class ClientCredential
{
    private ClientCredential(string login, Secret? password, SshPrivateKey? key)
    {
        Login = login;
        Secret = password;
        Key = key;
    }

    public string Login { get; }

    internal Secret? Secret { get; }

    internal SshPrivateKey? Key { get; }

    /// <summary>Methods "password" and "keyboard-interactive" (each hidden prompt is answered once with the password).</summary>
    public static ClientCredential Password(string login, Secret password) => new(login, password, null);

    /// <summary>Method "publickey".</summary>
    public static ClientCredential PrivateKey(string login, SshPrivateKey key) => new(login, null, key);

    public override string ToString() => "(credential)";
}
