using Bastion.Ssh.Authentication;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Tests.Peers;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Tests.Authentication;

public sealed class ServerAuthenticationMachineTests : IDisposable
{
    private static readonly byte[] SessionId = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private readonly SshPrivateKey _key = SshPrivateKey.GenerateEd25519();
    private readonly TestAuthenticator _authenticator = new();
    private readonly Sink _sink = new();

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task None_AtFirst_TellsTheMethodsAndDoesNotCount()
    {
        await using ServerAuthenticationMachine machine = Machine(tries: 1);
        await SendAsync(machine, Request("none"));
        UserAuthFailureMessage failure = SshMessage.Parse<UserAuthFailureMessage>(_sink.Last);
        Assert.Equal(["publickey", "password", "keyboard-interactive"], failure.Methods);
        Assert.False(failure.PartialSuccess);
        await Assert.ThrowsAsync<SshEndException>(() => SendAsync(machine, Request("none")));
    }

    [Fact]
    public async Task PublicKey_Query_GrantsNothing()
    {
        _authenticator.Keys.Add(_key.PublicKey.ToAuthorizedKey());
        await using ServerAuthenticationMachine machine = Machine();
        await SendAsync(machine, Query(_key));
        Assert.Equal(MessageNumber.UserAuthMethod60, _sink.Last[0]);
        Assert.False(machine.Succeeded);
        Assert.Equal(["probe ssh-ed25519"], _authenticator.Calls);
    }

    [Fact]
    public async Task PublicKey_Signed_SignsIn()
    {
        _authenticator.Keys.Add(_key.PublicKey.ToAuthorizedKey());
        await using ServerAuthenticationMachine machine = Machine();
        await SendAsync(machine, Signed(_key));
        Assert.True(machine.Succeeded);
        Assert.Equal(["publickey"], machine.Accepted);
    }

    [Fact]
    public async Task PublicKey_OneOfferedAndAnotherSigned_IsJudgedByTheOneThatSigned() // CVE-2024-45337
    {
        using SshPrivateKey own = SshPrivateKey.GenerateEd25519();
        _authenticator.Keys.Add(_key.PublicKey.ToAuthorizedKey());
        await using ServerAuthenticationMachine machine = Machine();
        await SendAsync(machine, Query(_key));
        await SendAsync(machine, Signed(own));
        Assert.False(machine.Succeeded);
        Assert.Equal(MessageNumber.UserAuthFailure, _sink.Last[0]);

        // The known key named, signed by another.
        await SendAsync(machine, Signed(own, named: _key.PublicKey));
        Assert.False(machine.Succeeded);
        Assert.Equal(["probe ssh-ed25519", "key ssh-ed25519"], _authenticator.Calls);
    }

    [Fact]
    public async Task PublicKey_SignatureOfAnotherSession_IsRefused()
    {
        _authenticator.Keys.Add(_key.PublicKey.ToAuthorizedKey());
        await using ServerAuthenticationMachine machine = Machine();
        byte[] other = [.. SessionId];
        other[31] ^= 1;
        await SendAsync(machine, Signed(_key, sessionId: other));
        Assert.False(machine.Succeeded);
        Assert.Empty(_authenticator.Calls);
    }

    [Fact]
    public async Task PublicKey_SignatureOfAnotherLogin_IsRefused()
    {
        _authenticator.Keys.Add(_key.PublicKey.ToAuthorizedKey());
        await using ServerAuthenticationMachine machine = Machine();
        UserAuthRequestMessage forOther = Signed(_key, login: "other");
        await SendAsync(machine, forOther with { Login = TestAuthenticator.Login });
        Assert.False(machine.Succeeded);
        Assert.Empty(_authenticator.Calls);
    }

    [Fact]
    public async Task PublicKey_EachFlippedBit_IsRefused()
    {
        _authenticator.Keys.Add(_key.PublicKey.ToAuthorizedKey());
        UserAuthRequestMessage good = Signed(_key);
        int refused = 0;
        for (int i = 0; i < good.Data.Length; i++)
        {
            byte[] data = good.Data.ToArray();
            data[i] ^= 0x40;
            await using ServerAuthenticationMachine machine = Machine();
            try
            {
                await SendAsync(machine, good with { Data = data });
                Assert.False(machine.Succeeded, $"byte {i}");
            }
            catch (SshProtocolException)
            {
            }

            refused++;
        }

        Assert.Equal(good.Data.Length, refused);
    }

    [Fact]
    public async Task PublicKey_Sha1Signature_IsNotUsable()
    {
        using SshPrivateKey rsa = SshPrivateKey.GenerateRsa(2048);
        _authenticator.Keys.Add(rsa.PublicKey.ToAuthorizedKey());
        await using ServerAuthenticationMachine machine = Machine();
        using var data = new WireWriter();
        data.WriteBoolean(false);
        data.WriteString("ssh-rsa");
        data.WriteString(rsa.PublicKey.Blob);
        await SendAsync(machine, Request("publickey", data.ToArray()));
        Assert.Equal(MessageNumber.UserAuthFailure, _sink.Last[0]);
        Assert.Empty(_authenticator.Calls);
    }

    [Fact]
    public async Task PublicKey_ThenDialogue_NeedsBothAndOnlyTheseMethods()
    {
        _authenticator.Keys.Add(_key.PublicKey.ToAuthorizedKey());
        _authenticator.KeyNeedsCode = true;
        await using ServerAuthenticationMachine machine = Machine();
        await SendAsync(machine, Signed(_key));
        UserAuthFailureMessage partial = SshMessage.Parse<UserAuthFailureMessage>(_sink.Last);
        Assert.True(partial.PartialSuccess);
        Assert.Equal(["keyboard-interactive"], partial.Methods);

        await SendAsync(machine, Password(TestAuthenticator.RightPassword));
        Assert.False(machine.Succeeded); // not among the methods any more
        await SendAsync(machine, Dialogue());
        await AnswerAsync(machine, TestAuthenticator.RightPassword);
        await AnswerAsync(machine, TestAuthenticator.RightCode);
        Assert.True(machine.Succeeded);
        Assert.Equal(["publickey", "keyboard-interactive"], machine.Accepted);
    }

    [Fact]
    public async Task Request_OtherLogin_EndsTheConnection()
    {
        await using ServerAuthenticationMachine machine = Machine();
        await SendAsync(machine, Request("none"));
        await Assert.ThrowsAsync<SshProtocolException>(() => SendAsync(machine, Request("none", login: "other")));
    }

    [Fact]
    public async Task Request_OtherService_EndsTheConnection()
    {
        await using ServerAuthenticationMachine machine = Machine();
        SshProtocolException broken = await Assert.ThrowsAsync<SshProtocolException>(
            () => SendAsync(machine, Request("none") with { Service = "ssh-other" }));
        Assert.Equal(DisconnectReason.ServiceNotAvailable, broken.Reason);
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("\u001b[2J")]
    public async Task Request_LoginWithControls_EndsTheConnection(string login)
    {
        await using ServerAuthenticationMachine machine = Machine();
        SshProtocolException broken = await Assert.ThrowsAsync<SshProtocolException>(() => SendAsync(machine, Request("none", login: login)));
        Assert.Equal(DisconnectReason.IllegalUserName, broken.Reason);
    }

    [Fact]
    public async Task Password_MaxTries_EndsTheConnection()
    {
        await using ServerAuthenticationMachine machine = Machine(tries: 3);
        await SendAsync(machine, Password("1"));
        await SendAsync(machine, Password("2"));
        SshEndException end = await Assert.ThrowsAsync<SshEndException>(() => SendAsync(machine, Password("3")));
        Assert.Equal(DisconnectReason.NoMoreAuthMethodsAvailable, end.End.Reason);
    }

    [Fact]
    public async Task Probes_BeyondTheirNumber_EndTheConnection()
    {
        await using ServerAuthenticationMachine machine = Machine();
        for (int i = 0; i < new ServerAuthenticationOptions().MaxProbes; i++)
        {
            await SendAsync(machine, Query(_key));
        }

        await Assert.ThrowsAsync<SshEndException>(() => SendAsync(machine, Query(_key)));
    }

    [Fact]
    public async Task InfoResponse_WithoutAQuestion_EndsTheConnection()
    {
        await using ServerAuthenticationMachine machine = Machine();
        await SendAsync(machine, Request("none"));
        await Assert.ThrowsAsync<SshProtocolException>(() => AnswerAsync(machine, "x"));
    }

    [Fact]
    public async Task InfoResponse_AfterAnotherRequest_EndsTheConnection()
    {
        await using ServerAuthenticationMachine machine = Machine();
        await SendAsync(machine, Dialogue());
        await SendAsync(machine, Password("wrong"));
        await Assert.ThrowsAsync<SshProtocolException>(() => AnswerAsync(machine, TestAuthenticator.RightPassword));
    }

    [Theory]
    [InlineData]
    [InlineData("a", "b")]
    public async Task InfoResponse_OtherNumberOfAnswers_FailsTheDialogue(params string[] answers)
    {
        await using ServerAuthenticationMachine machine = Machine();
        await SendAsync(machine, Dialogue());
        await AnswerAsync(machine, answers);
        Assert.Equal(MessageNumber.UserAuthFailure, _sink.Last[0]);
        await Assert.ThrowsAsync<SshProtocolException>(() => AnswerAsync(machine, TestAuthenticator.RightPassword));
    }

    [Fact]
    public async Task Success_WhateverFollows_IsNotLookedAt()
    {
        await using ServerAuthenticationMachine machine = Machine();
        await SendAsync(machine, Password(TestAuthenticator.RightPassword));
        Assert.True(machine.Succeeded);
        int calls = _authenticator.Calls.Count;
        await SendAsync(machine, Request("none", login: "other"));
        Assert.Equal(calls, _authenticator.Calls.Count);
    }

    // CVE-2023-48712: right proofs of one's own must never carry over to another name.
    [Fact]
    public async Task AnySequence_OfStepsForTwoLogins_NeverSignsInTheUnproven()
    {
        var random = new Random(7);
        for (int run = 0; run < 5_000; run++)
        {
            var authenticator = new TestAuthenticator();
            await using var machine = new ServerAuthenticationMachine(
                authenticator, Options(20), AlgorithmProfile.Strict.UserKey, SessionId, _sink);
            bool proven = false;
            try
            {
                for (int step = 0; step < 8 && !machine.Succeeded; step++)
                {
                    string login = random.Next(2) == 0 ? TestAuthenticator.Login : "administrator";
                    string password = random.Next(2) == 0 ? TestAuthenticator.RightPassword : "";
                    proven |= login == TestAuthenticator.Login && password.Length > 0;
                    await SendAsync(machine, random.Next(3) switch
                    {
                        0 => Request("none", login: login),
                        1 => Dialogue() with { Login = login },
                        _ => ScriptedPeer.PasswordRequest(login, password),
                    });
                }
            }
            catch (SshProtocolException)
            {
            }

            Assert.True(!machine.Succeeded || (proven && machine.Login == TestAuthenticator.Login));
        }
    }

    private static ServerAuthenticationOptions Options(int tries) => new()
    {
        Methods = [AuthMethods.PublicKey, AuthMethods.Password, AuthMethods.KeyboardInteractive],
        MaxTries = tries,
    };

    private ServerAuthenticationMachine Machine(int tries = 6) =>
        new(_authenticator, Options(tries), AlgorithmProfile.Strict.UserKey, SessionId, _sink);

    private static Task SendAsync(ServerAuthenticationMachine machine, UserAuthRequestMessage request) =>
        machine.HandleAsync(MessageNumber.UserAuthRequest, SshMessage.ToBytes(request), CancellationToken.None).AsTask();

    private static Task AnswerAsync(ServerAuthenticationMachine machine, params string[] answers)
    {
        var response = new InfoResponseMessage([.. answers.Select(answer => (ReadOnlyMemory<byte>)System.Text.Encoding.UTF8.GetBytes(answer))]);
        return machine.HandleAsync(MessageNumber.UserAuthInfoResponse, SshMessage.ToBytes(response), CancellationToken.None).AsTask();
    }

    private static UserAuthRequestMessage Request(string method, byte[]? data = null, string login = TestAuthenticator.Login) =>
        new(login, "ssh-connection", method, data ?? []);

    private static UserAuthRequestMessage Dialogue() => Request("keyboard-interactive", new byte[8]);

    private static UserAuthRequestMessage Password(string password) => ScriptedPeer.PasswordRequest(TestAuthenticator.Login, password);

    private static UserAuthRequestMessage Query(SshPrivateKey key)
    {
        using var data = new WireWriter();
        data.WriteBoolean(false);
        data.WriteString(key.PublicKey.SignatureAlgorithms[0]);
        data.WriteString(key.PublicKey.Blob);
        return Request("publickey", data.ToArray());
    }

    private static UserAuthRequestMessage Signed(
        SshPrivateKey key, SshPublicKey? named = null, byte[]? sessionId = null, string login = TestAuthenticator.Login)
    {
        using var data = new WireWriter();
        data.WriteBoolean(true);
        data.WriteString(key.PublicKey.SignatureAlgorithms[0]);
        data.WriteString((named ?? key.PublicKey).Blob);
        using var signed = new WireWriter();
        signed.WriteString(sessionId ?? SessionId);
        SshMessage.Write(signed, Request("publickey", data.ToArray(), login));
        data.WriteString(key.Sign(key.PublicKey.SignatureAlgorithms[0], signed.Span));
        return Request("publickey", data.ToArray(), login);
    }

    private sealed class Sink : IMessageSink
    {
        public byte[] Last { get; private set; } = [];

        public void Write<T>(in T message)
            where T : ISshMessage<T> => Last = SshMessage.ToBytes(message);
    }
}
