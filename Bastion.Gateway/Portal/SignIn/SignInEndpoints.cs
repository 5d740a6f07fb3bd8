using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal.Gate;
using Bastion.Gateway.Portal.Shell;
using Bastion.Hosting.Theme.Security;

namespace Bastion.Gateway.Portal.SignIn;

/// <summary>Login and password, then the code. Whatever was wrong, the answer comes after the code and is the same.</summary>
internal static class SignInEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/", PortalAct.FollowFront, Front, open: true);
        routes.Page("/sign-in", PortalAct.SignIn, AskPassword, open: true);
        routes.Post("/sign-in", PortalAct.SignIn, TakePassword, open: true);
        routes.Page("/sign-in/code", PortalAct.SignIn, AskCode, open: true);
        routes.Post("/sign-in/code", PortalAct.SignIn, TakeCode, open: true);
        routes.Page("/confirm", PortalAct.ConfirmFactor, AskFactor);
        routes.Post("/confirm", PortalAct.ConfirmFactor, TakeFactor);
        routes.Post("/sign-out", PortalAct.SignOut, SignOut, open: true);
    }

    private static SeeOther Front(PortalVisit visit) => new(visit.IsSignedIn ? ReturnPath.Home : "/sign-in");

    private static IResult AskPassword(PortalVisit visit, string? back, string? over) => visit.IsSignedIn
        ? new SeeOther(ReturnPath.Of(back))
        : Answers.Page<SignInPage>(new SignInModel { Back = ReturnPath.Of(back), Over = over is not null });

    private static async Task<IResult> TakePassword(HttpContext http, PortalVisit visit, Identity.IdentityClient identity)
    {
        var form = await PortalForm.ReadAsync(http);
        var (login, password, back) = (form["login"], form.Raw("password"), ReturnPath.Of(form["back"]));
        if (login.Length == 0 || password.Length == 0)
            return Answers.Page<SignInPage>(new SignInModel { Back = back, Login = login, Incomplete = true }, Answers.Refused);
        var attempt = await identity.BeginSignInAsync(new BeginSignInRequest { Login = login, Password = password, Source = visit.Source }, cancellationToken: visit.Patience);
        SignInAttemptCookie.Write(http, attempt.Attempt, login);
        return new SeeOther("/sign-in/code?back=" + Uri.EscapeDataString(back));
    }

    private static IResult AskCode(HttpContext http, string? back, string? recovery) => SignInAttemptCookie.Read(http) is { } attempt
        ? Answers.Page<CodePage>(new CodeModel(attempt.Login, ReturnPath.Of(back), Recovery: recovery is not null))
        : new SeeOther("/sign-in?over=1");

    private static async Task<IResult> TakeCode(HttpContext http, PortalVisit visit, Identity.IdentityClient identity)
    {
        var form = await PortalForm.ReadAsync(http);
        var back = ReturnPath.Of(form["back"]);
        if (SignInAttemptCookie.Read(http) is not { } attempt)
            return new SeeOther("/sign-in?over=1");
        var code = form["code"].Replace(" ", "", StringComparison.Ordinal);
        if (code.Length == 0)
            return Answers.Page<CodePage>(new CodeModel(attempt.Login, back, form["recovery"].Length > 0, Missing: true), Answers.Refused);
        var reply = await identity.FinishSignInAsync(new FinishSignInRequest { Attempt = attempt.Attempt, Code = code, Source = visit.Source }, cancellationToken: visit.Patience);
        SignInCookie.Attempt.Clear(http);
        if (reply.OutcomeCase != SignInReply.OutcomeOneofCase.SignedIn)
            return Answers.Page<SignInPage>(new SignInModel { Back = back, Login = attempt.Login, Refusal = reply.Refusal ?? new Refusal { Code = "sign_in.refused" } }, Answers.Refused);
        SignInCookie.Token.Write(http, reply.SignedIn.Token);
        return new SeeOther(back);
    }

    private static IResult AskFactor(PortalVisit visit, string? back) =>
        Answers.Page<ConfirmPage>(new ConfirmModel(visit.Who, ReturnPath.Of(back)));

    private static async Task<IResult> TakeFactor(HttpContext http, PortalVisit visit, Identity.IdentityClient identity)
    {
        var form = await PortalForm.ReadAsync(http);
        var back = ReturnPath.Of(form["back"]);
        var reply = await identity.StepUpAsync(new StepUpRequest { Token = visit.Token, Code = form["code"].Replace(" ", "", StringComparison.Ordinal), Source = visit.Source }, cancellationToken: visit.Patience);
        if (reply.OutcomeCase != SignInReply.OutcomeOneofCase.SignedIn)
            return Answers.Page<ConfirmPage>(new ConfirmModel(visit.Who, back, reply.Refusal ?? new Refusal { Code = "code.wrong" }), Answers.Refused);
        if (reply.SignedIn.Token.Length > 0 && reply.SignedIn.Token != visit.Token)
            SignInCookie.Token.Write(http, reply.SignedIn.Token);
        return new SeeOther(back);
    }

    private static async Task<IResult> SignOut(HttpContext http, PortalVisit visit, Identity.IdentityClient identity)
    {
        SignInCookie.Token.Clear(http);
        if (visit.IsSignedIn)
            await identity.SignOutAsync(visit.Key, cancellationToken: visit.Patience);
        return new SeeOther("/sign-in?done=signed-out");
    }
}
