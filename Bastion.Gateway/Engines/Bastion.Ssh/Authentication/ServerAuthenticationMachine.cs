using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Authentication;

/// <summary>
/// Server role of RFC 4252 as a machine: messages in, messages out, judgements from <see cref="IServerAuthenticator"/>. All proofs of one
/// connection are for one login and one service; whatever follows a success is not looked at.
/// </summary>
internal sealed class ServerAuthenticationMachine(
    IServerAuthenticator authenticator,
    ServerAuthenticationOptions options,
    IReadOnlyList<string> keyAlgorithms,
    ReadOnlyMemory<byte> sessionId,
    IMessageSink sink) : IAsyncDisposable
{
    private const string ConnectionService = "ssh-connection";

    private readonly List<string> _accepted = [];
    private IReadOnlyList<string> _methods = options.Methods;
    private DialogueRun? _dialogue;
    private string? _login;
    private int _requests;
    private int _failures;
    private int _probes;
    private bool _noneAsked;

    public bool Succeeded { get; private set; }

    public string? Login => _login;

    public IReadOnlyList<string> Accepted => _accepted;

    /// <exception cref="SshProtocolException">Malformed, out of order, another login or service.</exception>
    /// <exception cref="SshEndException">Too many failures, or the authenticator has had enough.</exception>
    public async ValueTask HandleAsync(byte number, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        if (Succeeded)
        {
            return; // RFC 4252 section 5.1
        }

        if (number == MessageNumber.UserAuthInfoResponse)
        {
            await AnswerAsync(SshMessage.Parse<InfoResponseMessage>(payload), cancellation).ConfigureAwait(false);
            return;
        }

        UserAuthRequestMessage request = SshMessage.Parse<UserAuthRequestMessage>(payload);
        RequireSameIdentity(request);
        await DropDialogueAsync().ConfigureAwait(false);
        switch (request.Method)
        {
            case AuthMethods.None when !_noneAsked:
                _noneAsked = true;
                sink.Write(new UserAuthFailureMessage(_methods, false));
                break;
            case AuthMethods.PublicKey when _methods.Contains(AuthMethods.PublicKey):
                await PublicKeyAsync(request, payload, cancellation).ConfigureAwait(false);
                break;
            case AuthMethods.Password when _methods.Contains(AuthMethods.Password):
                await PasswordAsync(request, cancellation).ConfigureAwait(false);
                break;
            case AuthMethods.KeyboardInteractive when _methods.Contains(AuthMethods.KeyboardInteractive):
                ReadKeyboardInteractive(request.Data);
                _dialogue = new DialogueRun(await authenticator.BeginDialogueAsync(_login!, cancellation).ConfigureAwait(false));
                await StepAsync([], cancellation).ConfigureAwait(false);
                break;
            default:
                Fail();
                break;
        }
    }

    public ValueTask DisposeAsync() => DropDialogueAsync();

    private void RequireSameIdentity(UserAuthRequestMessage request)
    {
        if (++_requests > SshLimits.AuthenticationRequests)
        {
            throw TooMany();
        }

        if (request.Service != ConnectionService)
        {
            throw new SshProtocolException(DisconnectReason.ServiceNotAvailable, "the service is not available");
        }

        if (_login is null)
        {
            if (request.Login.Any(char.IsControl))
            {
                throw new SshProtocolException(DisconnectReason.IllegalUserName, "the login has forbidden characters");
            }

            _login = request.Login;
            if (options.Banner.Length > 0)
            {
                sink.Write(new UserAuthBannerMessage(options.Banner, ""));
            }
        }
        else if (_login != request.Login)
        {
            throw new SshProtocolException("the login must not change");
        }
    }

    // RFC 4252 section 7.
    private async ValueTask PublicKeyAsync(UserAuthRequestMessage request, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        PublicKeyFields fields = PublicKeyFields.Read(request.Data);
        bool usable = keyAlgorithms.Contains(fields.Algorithm);
        if (!fields.Signed)
        {
            if (++_probes > options.MaxProbes)
            {
                throw TooMany();
            }

            bool worth = usable && PublicKeyFields.TryParseKey(fields, out _) && await authenticator
                .ProbeKeyAsync(new KeyOffer(_login!, fields.Algorithm, fields.PublicKey), cancellation).ConfigureAwait(false);
            if (worth)
            {
                sink.Write(new PublicKeyOkMessage(fields.Algorithm, fields.PublicKey));
            }
            else
            {
                sink.Write(new UserAuthFailureMessage(_methods, false));
            }

            return;
        }

        byte[] signed = PublicKeyFields.SignedData(sessionId.Span, payload.Span, fields.Signature.Length);
        if (!usable || !PublicKeyFields.TryParseKey(fields, out SshPublicKey? key)
            || !key.Verify(fields.Algorithm, signed, fields.Signature))
        {
            Fail();
            return;
        }

        var proof = new KeyProof(_login!, fields.Algorithm, fields.PublicKey, signed, fields.Signature);
        Apply(await authenticator.VerifyKeyAsync(proof, cancellation).ConfigureAwait(false), AuthMethods.PublicKey);
    }

    // RFC 4252 section 8. Nobody changes a password here.
    private async ValueTask PasswordAsync(UserAuthRequestMessage request, CancellationToken cancellation)
    {
        using Secret? password = ReadPassword(request.Data);
        AuthVerdict verdict = password is null
            ? AuthVerdict.Reject
            : await authenticator.VerifyPasswordAsync(_login!, password, cancellation).ConfigureAwait(false);
        Apply(verdict, AuthMethods.Password);
    }

    private static Secret? ReadPassword(ReadOnlyMemory<byte> data)
    {
        var reader = new WireReader(data);
        bool change = reader.ReadBoolean();
        ReadOnlySpan<byte> password = reader.ReadStringSpan(SshLimits.Answer);
        if (change)
        {
            return null;
        }

        reader.RequireEnd();
        return new Secret(password);
    }

    // RFC 4256 section 3.1: language tag and submethods are hints that we do not follow.
    private static void ReadKeyboardInteractive(ReadOnlyMemory<byte> data)
    {
        var reader = new WireReader(data);
        reader.ReadStringSpan(SshLimits.Text);
        reader.ReadStringSpan(SshLimits.Text);
        reader.RequireEnd();
    }

    private async ValueTask AnswerAsync(InfoResponseMessage response, CancellationToken cancellation)
    {
        if (_dialogue is null)
        {
            throw new SshProtocolException("answer without a question");
        }

        if (response.Answers.Count != _dialogue.Prompts)
        {
            await DropDialogueAsync().ConfigureAwait(false);
            Fail(); // RFC 4256 section 3.4
            return;
        }

        Secret[] answers = [.. response.Answers.Select(answer => new Secret(answer.Span))];
        try
        {
            await StepAsync(answers, cancellation).ConfigureAwait(false);
        }
        finally
        {
            foreach (Secret answer in answers)
            {
                answer.Dispose();
            }
        }
    }

    private async ValueTask StepAsync(IReadOnlyList<Secret> answers, CancellationToken cancellation)
    {
        DialogueStep step = await _dialogue!.NextAsync(answers, cancellation).ConfigureAwait(false);
        if (step.Question is { } question)
        {
            sink.Write(question);
            return;
        }

        await DropDialogueAsync().ConfigureAwait(false);
        Apply(step.Verdict!, AuthMethods.KeyboardInteractive);
    }

    private void Apply(AuthVerdict verdict, string method)
    {
        switch (verdict.Kind)
        {
            case AuthVerdictKind.Accept:
                _accepted.Add(method);
                Succeeded = true;
                break;
            case AuthVerdictKind.Partial:
                _accepted.Add(method);
                _methods = verdict.Methods;
                sink.Write(new UserAuthFailureMessage(_methods, true));
                break;
            case AuthVerdictKind.Disconnect:
                sink.Write(new UserAuthBannerMessage(verdict.Text + "\r\n", ""));
                throw Ended(verdict.Text!);
            default:
                Fail();
                break;
        }
    }

    private void Fail()
    {
        if (++_failures >= options.MaxTries)
        {
            throw TooMany();
        }

        sink.Write(new UserAuthFailureMessage(_methods, false));
    }

    private ValueTask DropDialogueAsync()
    {
        DialogueRun? dialogue = _dialogue;
        _dialogue = null;
        return dialogue?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private static SshEndException TooMany() => Ended("too many authentication failures");

    private static SshEndException Ended(string text) =>
        new(new SshEnd(SshEndKind.ClosedHere, DisconnectReason.NoMoreAuthMethodsAvailable, text));
}
