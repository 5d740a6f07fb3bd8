using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Tests.Transport;

public sealed class HostKeyRotationTests
{
    private static readonly byte[] SessionId = [1, 2, 3];

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3", true)]
    [InlineData("SSH-2.0-OpenSSH_10.0", true)]
    [InlineData("SSH-2.0-OpenSSH_6.6.1p1", false)]
    [InlineData("SSH-2.0-OpenSSH_for_Windows_8.1", false)]
    [InlineData("SSH-2.0-PuTTY_Release_0.78", false)]
    [InlineData("SSH-2.0-libssh_0.10.6", false)]
    public void Announcement_GoesToThoseWhoAskForIt(string identification, bool understood) =>
        Assert.Equal(understood, HostKeyRotation.IsUnderstoodBy(identification));

    [Fact]
    public void Proof_OfOwnKeys_IsSignedOverTheSession()
    {
        SshPrivateKey[] keys = [SshPrivateKey.GenerateEd25519(), SshPrivateKey.GenerateEcdsa()];
        ReadOnlyMemory<byte> announced = HostKeyRotation.Announce(keys).Data;
        byte[] proof = HostKeyRotation.Prove(announced, SessionId, keys)!;
        var reader = new WireReader(proof);
        foreach (SshPrivateKey key in keys)
        {
            using var signed = new WireWriter();
            signed.WriteString(GlobalRequestTypes.ProveHostKeys);
            signed.WriteString(SessionId);
            signed.WriteString(key.PublicKey.Blob);
            Assert.True(key.PublicKey.Verify(key.PublicKey.SignatureAlgorithms[0], signed.Span, reader.ReadString()));
        }

        reader.RequireEnd();
    }

    [Fact]
    public void Proof_OfAnyOtherKey_IsNotGiven()
    {
        SshPrivateKey ours = SshPrivateKey.GenerateEd25519();
        ReadOnlyMemory<byte> asked = HostKeyRotation.Announce([ours, SshPrivateKey.GenerateEd25519()]).Data;
        Assert.Null(HostKeyRotation.Prove(asked, SessionId, [ours]));
    }

    [Fact]
    public void Proof_OfOneKeyOverAndOver_IsNotGiven()
    {
        SshPrivateKey ours = SshPrivateKey.GenerateEd25519();
        ReadOnlyMemory<byte> asked = HostKeyRotation.Announce([.. Enumerable.Repeat(ours, HostKeyRotation.MaxProofs + 1)]).Data;
        Assert.Null(HostKeyRotation.Prove(asked, SessionId, [ours]));
    }
}
