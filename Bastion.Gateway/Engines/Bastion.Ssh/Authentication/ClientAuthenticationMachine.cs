using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Authentication;

/// <summary>
/// Client role of RFC 4252 as a machine. It shows the credential once: devices lock accounts, so a refusal is never followed by a second
/// method with the same password.
/// </summary>
internal sealed class ClientAuthenticationMachine(
    ClientCredential credential,
    ReadOnlyMemory<byte> sessionId,
    IReadOnlyList<string>? deviceKeyAlgorithms,
    IMessageSink sink)
{
    private const string ConnectionService = "ssh-connection";

    private string _method = AuthMethods.None;
    private bool _answered;

    /// <summary>Null while it goes on.</summary>
    public ClientAuthenticationOutcome? Outcome { get; private set; }

    public IReadOnlyList<string> DeviceMethods { get; private set; } = [];

    public void Begin() => sink.Write(new ServiceRequestMessage("ssh-userauth"));

    public void Handle(byte number, ReadOnlyMemory<byte> payload)
    {
        if (Outcome is not null)
        {
            return;
        }

        switch (number)
        {
            case MessageNumber.ServiceAccept:
                // "none" tells the methods and gives nothing away.
                sink.Write(new UserAuthRequestMessage(credential.Login, ConnectionService, AuthMethods.None, default));
                break;
            case MessageNumber.UserAuthSuccess:
                SshMessage.Parse<UserAuthSuccessMessage>(payload);
                Outcome = ClientAuthenticationOutcome.Accepted;
                break;
            case MessageNumber.UserAuthFailure:
                Failed(SshMessage.Parse<UserAuthFailureMessage>(payload));
                break;
            case MessageNumber.UserAuthBanner:
                SshMessage.Parse<UserAuthBannerMessage>(payload);
                break;
            case MessageNumber.UserAuthMethod60 when _method == AuthMethods.Password:
                Outcome = ClientAuthenticationOutcome.PasswordExpired;
                break;
            case MessageNumber.UserAuthMethod60 when _method == AuthMethods.KeyboardInteractive:
                Answer(SshMessage.Parse<InfoRequestMessage>(payload));
                break;
            default:
                throw new SshProtocolException("authentication message out of order");
        }
    }

    private void Failed(UserAuthFailureMessage failure)
    {
        DeviceMethods = failure.Methods;
        if (_method != AuthMethods.None)
        {
            Outcome = failure.PartialSuccess ? ClientAuthenticationOutcome.MoreWanted : ClientAuthenticationOutcome.Refused;
            return;
        }

        if (credential.Key is { } key && failure.Methods.Contains(AuthMethods.PublicKey))
        {
            ShowKey(key);
        }
        else if (credential.Secret is { } password && failure.Methods.Contains(AuthMethods.Password))
        {
            ShowPassword(password);
        }
        else if (credential.Secret is not null && failure.Methods.Contains(AuthMethods.KeyboardInteractive))
        {
            _method = AuthMethods.KeyboardInteractive;
            using var data = new WireWriter();
            data.WriteString("");
            data.WriteString("");
            sink.Write(new UserAuthRequestMessage(credential.Login, ConnectionService, _method, data.Memory));
        }
        else
        {
            Outcome = ClientAuthenticationOutcome.NoUsableMethod;
        }
    }

    private void ShowPassword(Secret password)
    {
        _method = AuthMethods.Password;
        using var data = new WireWriter();
        data.WriteBoolean(false);
        data.WriteString(password.Bytes);
        sink.Write(new UserAuthRequestMessage(credential.Login, ConnectionService, _method, data.Memory));
    }

    // Signed at once: there is one key, and a question first would only cost time.
    private void ShowKey(SshPrivateKey key)
    {
        _method = AuthMethods.PublicKey;
        bool certified = !credential.Certificate.IsEmpty;
        string algorithm = key.PublicKey.SignatureAlgorithms.FirstOrDefault(name => deviceKeyAlgorithms?.Contains(Named(name)) ?? true)
            ?? key.PublicKey.SignatureAlgorithms[0];
        using var data = new WireWriter();
        data.WriteBoolean(true);
        data.WriteString(Named(algorithm));
        data.WriteString(certified ? credential.Certificate.Span : key.PublicKey.Blob);
        using var signed = new WireWriter();
        signed.WriteString(sessionId.Span);
        SshMessage.Write(signed, new UserAuthRequestMessage(credential.Login, ConnectionService, _method, data.Memory));
        data.WriteString(key.Sign(algorithm, signed.Span));
        sink.Write(new UserAuthRequestMessage(credential.Login, ConnectionService, _method, data.Memory));

        string Named(string plain) => certified ? CertificateNames.Of(plain) : plain;
    }

    // Hidden prompts of one round get the password; a second such round is another question (a code, a new password).
    private void Answer(InfoRequestMessage request)
    {
        bool hidden = request.Prompts.Any(prompt => !prompt.Echo);
        if (hidden && _answered)
        {
            Outcome = ClientAuthenticationOutcome.MoreWanted;
            return;
        }

        _answered |= hidden;
        ReadOnlyMemory<byte> password = credential.Secret!.Memory;
        sink.Write(new InfoResponseMessage([.. request.Prompts.Select(prompt => prompt.Echo ? default : password)]));
    }
}
