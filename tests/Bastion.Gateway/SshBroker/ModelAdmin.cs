using Bastion.Admin.Contracts;
using Google.Protobuf;
using Grpc.Core;

namespace Bastion.Gateway.Tests.SshBroker;

/// <summary>Admin's judgements on sign-ins as the contract says them, in memory: three people, attempts of one use, armed keys.</summary>
internal sealed class ModelAdmin(string source) : CallInvoker
{
    public static readonly IReadOnlyList<ModelPerson> People =
    [
        new("ana", "ana's secret", "111111"),
        new("ben", "ben's secret", "222222"),
        new("cleo", "", "333333"),
    ];

    /// <summary>Whose key, armed for which intervention, from where.</summary>
    public static readonly IReadOnlyList<(string Login, string Intervention, string Source)> Armings = [("ben", "intervention of ben", "198.51.100.7")];

    private readonly Dictionary<string, (string Login, bool Proven)> attempts = [];
    private int made;

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        new(Task.FromResult((TResponse)Answer(request)), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

    private object Answer(object request) => request switch
    {
        ProbeKeyRequest probe => new ProbeKeyReply { WorthSigning = Holder(probe.Login, probe.PublicKey) is not null },
        BeginSignInRequest begin => new SignInAttempt { Attempt = Attempt(begin.Login, Named(begin.Login) is { Password.Length: > 0 } person && person.Password == begin.Password) },
        SignInWithKeyRequest key => ByKey(key),
        FinishSignInRequest finish => attempts.Remove(finish.Attempt, out var attempt) && attempt.Proven && Named(attempt.Login)?.Code == finish.Code ? In(attempt.Login) : Out(),
        _ => throw new NotSupportedException(request.GetType().Name),
    };

    private SignInReply ByKey(SignInWithKeyRequest key)
    {
        if (Holder(key.Login, key.PublicKey) is not { } person || key.Source.Address != source)
            return Out();
        foreach (var (login, intervention, from) in Armings)
        {
            if (login == person.Login && from == source)
                return In(login, intervention);
        }
        return new SignInReply { NeedsCode = new SignInAttempt { Attempt = Attempt(person.Login, true) } };
    }

    private string Attempt(string login, bool proven)
    {
        var id = "attempt " + made++;
        attempts[id] = (login, proven);
        return id;
    }

    private static ModelPerson? Named(string login) => People.FirstOrDefault(person => person.Login == login);

    private static ModelPerson? Holder(string login, ByteString key) => Named(login) is { } person && key.Span.SequenceEqual(person.Key.PublicKey.Blob) ? person : null;

    private static SignInReply In(string login, string intervention = "") => new() { SignedIn = new SignedIn { Token = "token", Login = login, ArmedInterventionId = intervention } };

    private static SignInReply Out() => new() { Refusal = new Refusal { Code = "sign_in.refused" } };
}
