using Bastion.Ssh.Crypto;

namespace Bastion.Gateway.Tests.SshBroker;

/// <param name="Password">Empty: comes in by key only.</param>
internal sealed record ModelPerson(string Login, string Password, string Code)
{
    public SshPrivateKey Key { get; } = SshPrivateKey.GenerateEd25519();
}
