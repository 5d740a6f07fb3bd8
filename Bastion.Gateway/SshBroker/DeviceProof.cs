using Bastion.Ssh.Authentication;

namespace Bastion.Gateway.SshBroker;

/// <summary>What is shown to the device once, and wiped.</summary>
internal readonly struct DeviceProof(ClientCredential credential, IDisposable secret) : IDisposable
{
    public ClientCredential Credential { get; } = credential;

    public void Dispose() => secret.Dispose();
}
