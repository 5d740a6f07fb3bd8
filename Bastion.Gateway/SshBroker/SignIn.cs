using Bastion.Admin.Contracts;
using Bastion.Gateway.Sessions;
using Bastion.Ssh.Authentication;
using Grpc.Core;

namespace Bastion.Gateway.SshBroker;

/// <summary>
/// Collects the proofs of one connection and lets Admin judge them. Nothing is decided here: wrong login, wrong password and wrong code are one answer,
/// and it comes after the last factor.
/// </summary>
internal sealed partial class SignIn(Identity.IdentityClient identity, Source source, SessionMetrics metrics, ILogger log) : IServerAuthenticator
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);

    private string? attempt;

    /// <summary>Set when authentication succeeded.</summary>
    public SignedIn? SignedIn { get; private set; }

    /// <summary>The user name as the client sent it, device included.</summary>
    public string User { get; set; } = "";

    /// <summary>Somebody tried to prove something; a port scan does not.</summary>
    public bool Tried { get; private set; }

    public async ValueTask<bool> ProbeKeyAsync(KeyOffer offer, CancellationToken cancellation)
    {
        Tried = true;
        try
        {
            var reply = await identity.ProbeKeyAsync(
                new ProbeKeyRequest
                {
                    Login = LoginName.Parse(offer.Login).Login,
                    PublicKey = Google.Protobuf.ByteString.CopyFrom(offer.PublicKey.Span),
                    Source = source,
                },
                cancellationToken: cancellation).ResponseAsync.WaitAsync(CallLimit, cancellation);
            return reply.WorthSigning;
        }
        catch (Exception e) when (e is RpcException or TimeoutException)
        {
            AdminSilent(e.Message);
            return false;
        }
    }

    public ValueTask<AuthVerdict> VerifyKeyAsync(KeyProof proof, CancellationToken cancellation) => JudgeAsync(async () =>
    {
        var reply = await identity.SignInWithKeyAsync(
            new SignInWithKeyRequest
            {
                Login = LoginName.Parse(proof.Login).Login,
                PublicKey = Google.Protobuf.ByteString.CopyFrom(proof.PublicKey.Span),
                Algorithm = proof.Algorithm,
                SignedData = Google.Protobuf.ByteString.CopyFrom(proof.SignedData.Span),
                Signature = Google.Protobuf.ByteString.CopyFrom(proof.Signature.Span),
                Source = source,
            },
            cancellationToken: cancellation).ResponseAsync.WaitAsync(CallLimit, cancellation);
        return Verdict(reply);
    });

    public ValueTask<AuthVerdict> VerifyPasswordAsync(string login, Secret password, CancellationToken cancellation) => JudgeAsync(async () =>
    {
        await BeginAsync(login, password, cancellation);
        return AuthVerdict.Partial(AuthMethods.KeyboardInteractive);
    });

    public ValueTask<IAuthDialogue> BeginDialogueAsync(string login, CancellationToken cancellation) =>
        new(new SignInDialogue(this, login));

    internal bool HasAttempt => attempt is not null;

    internal async Task BeginAsync(string login, Secret password, CancellationToken cancellation)
    {
        var begun = await identity.BeginSignInAsync(
            new BeginSignInRequest { Login = LoginName.Parse(login).Login, Password = password.RevealText(), Source = source },
            cancellationToken: cancellation).ResponseAsync.WaitAsync(CallLimit, cancellation);
        attempt = begun.Attempt;
    }

    internal async Task<AuthVerdict> FinishAsync(Secret code, CancellationToken cancellation)
    {
        // An attempt is good for one code.
        var (used, _) = (attempt, attempt = null);
        var reply = await identity.FinishSignInAsync(
            new FinishSignInRequest { Attempt = used ?? "", Code = code.RevealText().Trim(), Source = source },
            cancellationToken: cancellation).ResponseAsync.WaitAsync(CallLimit, cancellation);
        return Verdict(reply);
    }

    /// <summary>Admin away is no wrong password: say so and end.</summary>
    internal async ValueTask<AuthVerdict> JudgeAsync(Func<Task<AuthVerdict>> judge)
    {
        Tried = true;
        try
        {
            return await judge();
        }
        catch (Exception e) when (e is RpcException or TimeoutException)
        {
            AdminSilent(e.Message);
            metrics.SignIn("admin_lost");
            return AuthVerdict.Disconnect(SshTexts.BeforeSignIn("admin_lost"));
        }
    }

    private AuthVerdict Verdict(SignInReply reply)
    {
        switch (reply.OutcomeCase)
        {
            case SignInReply.OutcomeOneofCase.SignedIn:
                SignedIn = reply.SignedIn;
                metrics.SignIn("accepted");
                return AuthVerdict.Accept;
            case SignInReply.OutcomeOneofCase.NeedsCode:
                attempt = reply.NeedsCode.Attempt;
                return AuthVerdict.Partial(AuthMethods.KeyboardInteractive);
            default:
                metrics.SignIn("refused");
                return AuthVerdict.Reject;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Admin did not answer a sign-in: {What}")]
    private partial void AdminSilent(string what);
}
