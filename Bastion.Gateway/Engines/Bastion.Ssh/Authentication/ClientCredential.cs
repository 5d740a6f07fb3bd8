using Bastion.Ssh.Crypto;

namespace Bastion.Ssh.Authentication;

/// <summary>What the client shows to the device. Owned by the caller, who wipes it as soon as authentication is over.</summary>
public sealed class ClientCredential
{
    private ClientCredential(string login, Secret? password, SshPrivateKey? key, ReadOnlyMemory<byte> certificate = default)
    {
        Certificate = certificate;
        Login = login;
        Secret = password;
        Key = key;
    }

    public string Login { get; }

    internal Secret? Secret { get; }

    internal SshPrivateKey? Key { get; }

    /// <summary>With a key: the certificate that is shown instead of its public half; empty for none.</summary>
    internal ReadOnlyMemory<byte> Certificate { get; }

    /// <summary>Methods "password" and "keyboard-interactive" (each hidden prompt is answered once with the password).</summary>
    public static ClientCredential Password(string login, Secret password) => new(login, password, null);

    /// <summary>Method "publickey".</summary>
    public static ClientCredential PrivateKey(string login, SshPrivateKey key) => new(login, null, key);

    /// <summary>Method "publickey" with an OpenSSH certificate of the key (PROTOCOL.certkeys).</summary>
    public static ClientCredential Certified(string login, SshPrivateKey key, ReadOnlyMemory<byte> certificate) => new(login, null, key, certificate);

    public override string ToString() => "(credential)";
}
