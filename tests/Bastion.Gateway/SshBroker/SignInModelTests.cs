using System.Text;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker;
using Bastion.Ssh.Authentication;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bastion.Gateway.Tests.SshBroker;

/// <summary>
/// Random authentication sequences through the engine's machine and the broker's sign-in, against rules that were written down once more: the
/// identity that is granted is the one whose every factor was proven on this connection, or by an arming of that person's key for this source.
/// Guards what Warpgate, Go's x/crypto, libssh and others lost: proofs of one name used for another (CVE-2023-48712, CVE-2024-45337, CVE-2018-10933).
/// </summary>
public sealed class SignInModelTests : IDisposable
{
    private const int Sequences = 100_000;
    private const int MaxSteps = 9;
    private static readonly byte[] SessionId = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly string[] Logins = ["ana", "ben", "cleo", "nobody"];
    private static readonly string[] Sources = ["198.51.100.7", "203.0.113.9"];
    private static readonly string[] Words = [.. ModelAdmin.People.SelectMany(person => new[] { person.Password, person.Code }), "guess"];

    private readonly SessionMetrics metrics = new();
    private readonly Dictionary<(string, string, string, bool), UserAuthRequestMessage> signatures = [];

    public void Dispose() => metrics.Dispose();

    [Fact]
    public async Task AnySequence_GrantsWhatWasProvenAndNothingElse()
    {
        var random = new Random(20261124);
        var granted = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var run = 0; run < Sequences; run++)
        {
            var source = Sources[random.Next(2)];
            var oracle = new SignInOracle(source);
            var signIn = new SignIn(new Identity.IdentityClient(new ModelAdmin(source)), new Source { Address = source, Listener = "ssh" }, metrics, NullLogger.Instance);
            await using var machine = new ServerAuthenticationMachine(
                signIn,
                new ServerAuthenticationOptions { Methods = [AuthMethods.PublicKey, AuthMethods.KeyboardInteractive, AuthMethods.Password], MaxTries = 100, MaxProbes = 100 },
                AlgorithmProfile.Strict.UserKey,
                SessionId,
                new Deaf());
            var trace = new StringBuilder(source);
            var login = Logins[random.Next(Logins.Length)];
            try
            {
                for (var step = 0; step < MaxSteps && !machine.Succeeded; step++)
                    await StepAsync(random, machine, oracle, login, trace);
            }
            catch (SshProtocolException)
            {
                trace.Append("; cut");
            }

            Assert.True(oracle.Granted == (machine.Succeeded ? signIn.SignedIn?.Login : null), $"granted {machine.Succeeded} {signIn.SignedIn?.Login}, proven {oracle.Granted}: {trace}");
            if (!machine.Succeeded)
                continue;
            Assert.Equal(oracle.Intervention, signIn.SignedIn!.ArmedInterventionId);
            Assert.Equal(signIn.SignedIn.Login, LoginName.Parse(machine.Login!).Login);
            var way = $"{signIn.SignedIn.Login} by {string.Join('+', machine.Accepted)}";
            granted[way] = granted.GetValueOrDefault(way) + 1;
        }

        // The sequences reach every way in, often.
        foreach (var way in new[] { "ana by password+keyboard-interactive", "ana by keyboard-interactive", "cleo by publickey+keyboard-interactive", "ben by publickey" })
            Assert.InRange(granted.GetValueOrDefault(way), 50, Sequences);
    }

    private async Task StepAsync(Random random, ServerAuthenticationMachine machine, SignInOracle oracle, string login, StringBuilder trace)
    {
        // Now and then another name in the middle: that ends it.
        var named = random.Next(25) == 0 ? Logins[random.Next(Logins.Length)] : login;
        var user = named + (login.Length % 2 == 0 ? "+ANA-01" : "");
        switch (random.Next(9))
        {
            case 0:
                trace.Append("; none ").Append(user);
                await SendAsync(machine, new UserAuthRequestMessage(user, "ssh-connection", AuthMethods.None, default));
                oracle.Other(named);
                break;
            case 1:
                var owner = ModelAdmin.People[random.Next(3)];
                trace.Append("; query ").Append(user).Append(' ').Append(owner.Login);
                await SendAsync(machine, Query(user, owner.Key));
                oracle.Other(named);
                break;
            case 2:
            {
                var key = random.Next(4) == 0 ? ModelAdmin.People[random.Next(3)] : ModelAdmin.People.FirstOrDefault(person => person.Login == login) ?? ModelAdmin.People[0];
                var signer = random.Next(4) == 0 ? ModelAdmin.People[random.Next(3)] : key;
                var honest = random.Next(5) != 0;
                trace.Append("; key ").Append(user).Append(' ').Append(key.Login).Append(" signed by ").Append(signer.Login).Append(honest ? "" : " elsewhere");
                await SendAsync(machine, Signed(user, key, signer, honest));
                oracle.Key(named, key.Login, signer.Login, honest);
                break;
            }
            case 3:
            {
                var word = Word(random, login);
                trace.Append("; password ").Append(user).Append(' ').Append(word);
                await SendAsync(machine, PasswordRequest(user, word));
                oracle.Password(named, word);
                break;
            }
            case 4 or 5:
                trace.Append("; dialogue ").Append(user);
                await SendAsync(machine, new UserAuthRequestMessage(user, "ssh-connection", AuthMethods.KeyboardInteractive, new byte[8]));
                oracle.Dialogue(named);
                break;
            default:
            {
                var word = Word(random, login);
                trace.Append("; answer ").Append(word);
                var answers = new InfoResponseMessage([Encoding.UTF8.GetBytes(word)]);
                await machine.HandleAsync(MessageNumber.UserAuthInfoResponse, SshMessage.ToBytes(answers), CancellationToken.None);
                Assert.True(oracle.Answer(word), trace.ToString());
                break;
            }
        }
    }

    // Mostly the right person's own, or no sequence would get anywhere.
    private static string Word(Random random, string login) =>
        random.Next(3) != 0 && ModelAdmin.People.FirstOrDefault(person => person.Login == login) is { } own
            ? random.Next(2) == 0 ? own.Password : own.Code
            : Words[random.Next(Words.Length)];

    private static Task SendAsync(ServerAuthenticationMachine machine, UserAuthRequestMessage request) =>
        machine.HandleAsync(MessageNumber.UserAuthRequest, SshMessage.ToBytes(request), CancellationToken.None).AsTask();

    private static UserAuthRequestMessage PasswordRequest(string user, string password)
    {
        using var data = new WireWriter();
        data.WriteBoolean(false);
        data.WriteString(password);
        return new UserAuthRequestMessage(user, "ssh-connection", AuthMethods.Password, data.ToArray());
    }

    private static UserAuthRequestMessage Query(string user, SshPrivateKey key)
    {
        using var data = new WireWriter();
        data.WriteBoolean(false);
        data.WriteString("ssh-ed25519");
        data.WriteString(key.PublicKey.Blob);
        return new UserAuthRequestMessage(user, "ssh-connection", AuthMethods.PublicKey, data.ToArray());
    }

    /// <param name="honest">False: the signature is of another session.</param>
    private UserAuthRequestMessage Signed(string user, ModelPerson named, ModelPerson signer, bool honest)
    {
        if (signatures.TryGetValue((user, named.Login, signer.Login, honest), out var made))
            return made;
        using var data = new WireWriter();
        data.WriteBoolean(true);
        data.WriteString("ssh-ed25519");
        data.WriteString(named.Key.PublicKey.Blob);
        using var signed = new WireWriter();
        signed.WriteString(honest ? SessionId : new byte[32]);
        SshMessage.Write(signed, new UserAuthRequestMessage(user, "ssh-connection", AuthMethods.PublicKey, data.ToArray()));
        data.WriteString(signer.Key.Sign("ssh-ed25519", signed.Span));
        return signatures[(user, named.Login, signer.Login, honest)] = new UserAuthRequestMessage(user, "ssh-connection", AuthMethods.PublicKey, data.ToArray());
    }

    private sealed class Deaf : IMessageSink
    {
        public void Write<T>(in T message)
            where T : ISshMessage<T>
        {
        }
    }
}
