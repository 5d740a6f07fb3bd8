using System.Buffers;
using System.Net;
using System.Net.Security;
using Bastion.Admin.Identity;
using Bastion.Rdp.Security;

namespace Bastion.Rdp.Tests.Security;

/// <summary>Our server of network level authentication against the platform's NTLM client, bare and inside SPNEGO.</summary>
public sealed class CredSspTests
{
    private const string User = "t-abcdefgh";
    private const string Password = "abcdefghijkmnpqrstuvwxyz23";
    private static readonly byte[] Key = [1, 2, 3, 4, 5];
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void NtHash_IsTheKnownOne()
    {
        // MS-NLMP 4.2.2.1.1, and the empty password.
        Assert.Equal("A4F49C406510BDCAB6824EE7C30FD852", Convert.ToHexString(NtHash.Of("Password")));
        Assert.Equal("31D6CFE0D16AE931B73C59D7E0C089C0", Convert.ToHexString(NtHash.Of("")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("VALBRUME")]
    public void RightPassword_IsProvenAndBound(string domain)
    {
        var server = new CredSspServer("BASTION", Key, Now);
        using var client = new CredSspClient("bastion", domain, User, Password, Key);
        var message = client.Begin();
        while (!server.Done)
        {
            var answer = server.Take(message);
            if (server.Done)
                break;
            if (answer is null)
            {
                var proof = server.Proof!;
                Assert.Equal(User, proof.User);
                answer = server.Accept(NtHash.Verify(NtHash.Of(Password), proof.User, proof.Domain, proof.ServerChallenge, proof.Response)!);
            }

            Assert.Equal(CredSspFailure.None, server.Failure);
            message = client.Take(answer)!;
            Assert.Equal(CredSspFailure.None, client.Failure);
        }

        Assert.True(client.Done);
    }

    [Fact]
    public void WrongPassword_ProvesNothing()
    {
        var server = Proven("another", out _);
        Assert.Null(NtHash.Verify(NtHash.Of(Password), server.Proof!.User, server.Proof.Domain, server.Proof.ServerChallenge, server.Proof.Response));
    }

    [Fact]
    public void OtherTlsKey_IsFoundByTheServer()
    {
        var server = Proven(Password, out _, clientSees: [9, 9, 9]);
        server.Accept(NtHash.Verify(NtHash.Of(Password), server.Proof!.User, server.Proof.Domain, server.Proof.ServerChallenge, server.Proof.Response)!);
        Assert.Equal(CredSspFailure.KeyMismatch, server.Failure);
        Assert.False(server.Done);
    }

    [Fact]
    public void OlderVersion_IsRefused()
    {
        var server = new CredSspServer("BASTION", Key, Now);
        server.Take(new TsRequest { Version = 4, Token = new byte[40] }.ToMessage());
        Assert.Equal(CredSspFailure.TooOld, server.Failure);
    }

    [Fact]
    public void Spnego_WithTheListSigned_IsProvenAndBound()
    {
        using var client = new NegotiateAuthentication(new NegotiateAuthenticationClientOptions
        {
            Package = "Negotiate",
            Credential = new NetworkCredential(User, Password, ""),
            TargetName = "TERMSRV/bastion",
            RequiredProtectionLevel = ProtectionLevel.EncryptAndSign,
        });
        var server = new CredSspServer("BASTION", Key, Now);
        var nonce = new byte[32];
        var token = client.GetOutgoingBlob(ReadOnlySpan<byte>.Empty, out _)!;
        var challenge = TsRequest.Read(server.Take(new TsRequest { Token = token }.ToMessage())!);
        var authenticate = client.GetOutgoingBlob(challenge.Token, out _)!;
        var early = new TsRequest { Token = authenticate, PublicKeyAuth = new byte[48], Nonce = nonce };
        Assert.Null(server.Take(early.ToMessage()));
        Assert.NotNull(NtHash.Verify(NtHash.Of(Password), server.Proof!.User, server.Proof.Domain, server.Proof.ServerChallenge, server.Proof.Response));
    }

    private static CredSspServer Proven(string password, out CredSspClient client, byte[]? clientSees = null)
    {
        var server = new CredSspServer("BASTION", Key, Now);
        client = new CredSspClient("bastion", "", User, password, clientSees ?? Key);
        using (client)
            Assert.Null(server.Take(client.Take(server.Take(client.Begin()))!));
        return server;
    }
}
