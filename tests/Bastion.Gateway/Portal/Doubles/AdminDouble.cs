using System.Globalization;
using Bastion.Admin.Contracts;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bastion.Gateway.Tests.Portal.Doubles;

/// <summary>Admin as the portal sees it: one technician, a few devices and interventions, and what was called last.</summary>
internal sealed class AdminDouble : CallInvoker
{
    public const string Password = "un mot de passe assez long";
    public const string Code = "418207";
    public const string Link = "einladung-0001";
    private readonly TimeProvider clock;
    private readonly HashSet<string> tokens = [];
    private readonly Dictionary<string, SubmitReply> submitted = [];
    private string attempt = "";
    private bool attemptIsGood;

    public AdminDouble(TimeProvider clock)
    {
        this.clock = clock;
        Interventions.AddRange(DemoInterventions.At(clock.GetUtcNow()));
        Keys.Add(new SshKey { Id = "k1", Name = "portable de service", Algorithm = "ssh-ed25519", Fingerprint = "SHA256:Vd3mQ0rYxkP2cJt9bN7wZsLhE4aGfU61oRiTqXyKe8M", AddedAt = clock.GetUtcNow().AddDays(-40).ToTimestamp() });
    }

    public List<InterventionView> Interventions { get; } = [];

    public List<SshKey> Keys { get; } = [];

    public List<string> Calls { get; } = [];

    public SubmitRequest? LastSubmit { get; private set; }

    public List<FieldError> SubmitErrors { get; } = [];

    public string Language { get; set; } = "fr";

    public int NoticeDue { get; set; }

    public int Wait { get; set; }

    /// <summary>Nothing answers.</summary>
    public bool Down { get; set; }

    /// <summary>The second factor is too old for what wants a fresh one.</summary>
    public bool Stale { get; set; }

    public int LiveTokens => tokens.Count;

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException();

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        lock (Calls)
        {
            Calls.Add(method.Name);
            var answer = Down
                ? Task.FromException<TResponse>(new RpcException(new Status(StatusCode.Unavailable, "down")))
                : Task.FromResult((TResponse)Answer(method.Name, request));
            return new AsyncUnaryCall<TResponse>(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
        }
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw new NotSupportedException();

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw new NotSupportedException();

    private object Answer(string method, object request) => (method, request) switch
    {
        ("BeginSignIn", BeginSignInRequest r) => Begin(r),
        ("FinishSignIn", FinishSignInRequest r) => Finish(r),
        ("ReadSignIn", SignInToken r) => tokens.Contains(r.Token) ? In(r.Token) : new SignInReply { Refusal = new Refusal { Code = "sign_in.over" } },
        ("StepUp", StepUpRequest r) => StepUp(r),
        ("SignOut", SignInToken r) => Done(() => tokens.Remove(r.Token)),
        ("ListSignIns", SignInToken) => SignIns(),
        ("EndSignIn", EndSignInRequest) => new Done(),
        ("ReadEnrolment", ReadEnrolmentRequest r) => Enrolment(r),
        ("FinishEnrolment", FinishEnrolmentRequest r) => FinishEnrolment(r),
        ("ReadNotice", SignInToken) => new Notice { Version = 3, Text = "Le Centre hospitalier de Valbrume enregistre chaque session.\n\nCe qui s’affiche et ce qui est saisi est conservé douze mois, scellé, et lu seulement avec un motif." },
        ("AcceptNotice", AcceptNoticeRequest) => Done(() => NoticeDue = 0),
        ("SetLanguage", SetLanguageRequest r) => Done(() => Language = r.Language),
        ("ListPasskeys", SignInToken) => new PasskeyList(),
        ("ListKeys", SignInToken) => new KeyList { Keys = { Keys } },
        ("AddKey", AddKeyRequest r) => AddKey(r),
        ("RemoveKey", RemoveKeyRequest r) => Done(() => Keys.RemoveAll(x => x.Id == r.KeyId)),
        ("ArmKey", ArmKeyRequest r) => Arm(r),
        ("ListDevices", SignInToken) => DemoInterventions.Offer(clock.GetUtcNow()),
        ("List", SignInToken) => new InterventionList { Interventions = { Interventions } },
        ("Get", GetInterventionRequest r) => Get(r),
        ("Submit", SubmitRequest r) => Submit(r),
        ("Withdraw", WithdrawRequest r) => Withdraw(r),
        _ => throw new RpcException(new Status(StatusCode.Unimplemented, method)),
    };

    private SignInAttempt Begin(BeginSignInRequest request)
    {
        attempt = Guid.NewGuid().ToString("N");
        attemptIsGood = request is { Login: "s.belkacem", Password: Password };
        return new SignInAttempt { Attempt = attempt };
    }

    private SignInReply Finish(FinishSignInRequest request)
    {
        var good = request.Attempt == attempt && attemptIsGood && request.Code == Code;
        attempt = "";
        if (!good)
            return new SignInReply { Refusal = new Refusal { Code = "sign_in.refused", Facts = { ["wait"] = Wait.ToString(CultureInfo.InvariantCulture) } } };
        var token = Guid.NewGuid().ToString("N");
        tokens.Add(token);
        return In(token);
    }

    private SignInReply In(string token) => new()
    {
        SignedIn = new SignedIn
        {
            Token = token,
            TechnicianId = "t-sami",
            Login = "s.belkacem",
            Name = "Sami Belkacem",
            VendorId = "v-almadine",
            VendorName = "Almadine Services",
            Language = Language,
            NoticeDue = NoticeDue,
            FactorAt = clock.GetUtcNow().ToTimestamp(),
            ExpiresAt = clock.GetUtcNow().AddHours(8).ToTimestamp(),
        },
    };

    private SignInReply StepUp(StepUpRequest request)
    {
        if (request.Code != Code)
            return new SignInReply { Refusal = new Refusal { Code = "code.wrong" } };
        Stale = false;
        return In(request.Token);
    }

    private SignInList SignIns() => new()
    {
        SignIns =
        {
            new SignInLine { Id = "1", At = clock.GetUtcNow().AddMinutes(-20).ToTimestamp(), SeenAt = clock.GetUtcNow().ToTimestamp(), Listener = "portal", Address = "198.51.100.17", Client = "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0", Current = true },
            new SignInLine { Id = "2", At = clock.GetUtcNow().AddHours(-3).ToTimestamp(), SeenAt = clock.GetUtcNow().AddHours(-2).ToTimestamp(), Listener = "ssh", Address = "198.51.100.17", Client = "SSH-2.0-OpenSSH_9.2p1" },
        },
    };

    private Enrolment Enrolment(ReadEnrolmentRequest request) => request.Link != Link
        ? new Enrolment { Refusal = new Refusal { Code = "enrolment.over" } }
        : new Enrolment
        {
            Login = "s.belkacem",
            Name = "Sami Belkacem",
            VendorName = "Almadine Services",
            TotpSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
            TotpUri = "otpauth://totp/Valbrume:s.belkacem?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Valbrume",
            ExpiresAt = clock.GetUtcNow().AddDays(3).ToTimestamp(),
        };

    private static FinishEnrolmentReply FinishEnrolment(FinishEnrolmentRequest request)
    {
        if (request.Password.Length < 12)
            return new FinishEnrolmentReply { Refusal = new Refusal { Code = "password.weak", Facts = { ["min"] = "12" } } };
        if (request.Code != Code)
            return new FinishEnrolmentReply { Refusal = new Refusal { Code = "code.wrong" } };
        return new FinishEnrolmentReply { RecoveryCodes = { Enumerable.Range(1, 10).Select(x => $"{x:000}k-7wq{x % 10}-mz{x:00}") } };
    }

    private AddKeyReply AddKey(AddKeyRequest request)
    {
        if (Stale)
            return new AddKeyReply { Refusal = new Refusal { Code = "factor.stale" } };
        if (!request.AuthorizedKey.StartsWith("ssh-", StringComparison.Ordinal))
            return new AddKeyReply { Refusal = new Refusal { Code = "key.unreadable" } };
        var key = new SshKey { Id = "k" + (Keys.Count + 1), Name = request.Name, Algorithm = "ssh-ed25519", Fingerprint = "SHA256:test", AddedAt = clock.GetUtcNow().ToTimestamp() };
        Keys.Add(key);
        return new AddKeyReply { Key = key };
    }

    private ArmKeyReply Arm(ArmKeyRequest request)
    {
        if (Stale)
            return new ArmKeyReply { Refusal = new Refusal { Code = "factor.stale" } };
        var until = clock.GetUtcNow().AddMinutes(15).ToTimestamp();
        Keys.First(x => x.Id == request.KeyId).Armings.Add(new Arming
        {
            InterventionId = request.InterventionId,
            InterventionNumber = Interventions.First(x => x.Id == request.InterventionId).Number,
            Source = request.Source.Address,
            Until = until,
        });
        return new ArmKeyReply { Until = until };
    }

    private GetInterventionReply Get(GetInterventionRequest request) => Interventions.Find(x => x.Id == request.Id || x.Number == request.Id) is { } found
        ? new GetInterventionReply { Intervention = found }
        : new GetInterventionReply { Refusal = new Refusal { Code = "intervention.unknown" } };

    private SubmitReply Submit(SubmitRequest request)
    {
        LastSubmit = request;
        if (SubmitErrors.Count > 0)
            return new SubmitReply { Errors = { SubmitErrors } };
        if (submitted.TryGetValue(request.RequestId, out var before))
            return before;
        var view = Interventions[0].Clone();
        view.Id = "i-" + request.RequestId;
        view.Number = $"INT-2026-{100 + Interventions.Count:00000}";
        view.State = "Requested";
        Interventions.Add(view);
        return submitted[request.RequestId] = new SubmitReply { Id = view.Id, Number = view.Number };
    }

    private Done Withdraw(WithdrawRequest request)
    {
        var view = Interventions.First(x => x.Id == request.Id);
        if (!view.MayWithdraw)
            return new Done { Refusal = new Refusal { Code = "intervention.not_open", Facts = { ["state"] = "Open" } } };
        (view.State, view.MayWithdraw) = ("Withdrawn", false);
        return new Done();
    }

    private static Done Done(Action act)
    {
        act();
        return new Done();
    }
}
