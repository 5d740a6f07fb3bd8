using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal.Gate;

namespace Bastion.Gateway.Portal.SignIn;

/// <summary>Sign-in and confirmation with a passkey: the page's script asks and answers, Admin makes the challenge and judges. A refusal is 401, whatever was wrong.</summary>
internal static class PasskeyEndpoints
{
    private const int LongestCredential = 16 * 1024;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.PostByScript("/sign-in/passkey/options", PortalAct.SignIn, Ask, open: true);
        routes.PostByScript("/sign-in/passkey", PortalAct.SignIn, Answer, open: true);
        routes.PostByScript("/confirm/passkey", PortalAct.ConfirmFactor, Confirm);
    }

    public static bool Fits(string credential) => credential.Length is > 0 and <= LongestCredential;

    private static async Task<IResult> Ask(HttpContext http, PortalVisit visit, Identity.IdentityClient identity)
    {
        var challenge = await identity.AskPasskeyAsync(new AskPasskeyRequest { Source = visit.Source }, cancellationToken: visit.Patience);
        SignInCookie.Passkey.Write(http, challenge.Attempt, Life);
        return Results.Text(challenge.Options, "application/json");
    }

    private static Task<IResult> Answer(HttpContext http, PortalVisit visit, Identity.IdentityClient identity) => JudgeAsync(http, visit, identity, "");

    private static Task<IResult> Confirm(HttpContext http, PortalVisit visit, Identity.IdentityClient identity) => JudgeAsync(http, visit, identity, visit.Token);

    private static async Task<IResult> JudgeAsync(HttpContext http, PortalVisit visit, Identity.IdentityClient identity, string token)
    {
        var form = await PortalForm.ReadAsync(http);
        var attempt = SignInCookie.Passkey.Read(http);
        SignInCookie.Passkey.Clear(http);
        var credential = form.Raw("credential");
        if (attempt is null || !Fits(credential))
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        var reply = await identity.SignInWithPasskeyAsync(new SignInWithPasskeyRequest { Attempt = attempt, Credential = credential, Token = token, Source = visit.Source }, cancellationToken: visit.Patience);
        if (reply.OutcomeCase != SignInReply.OutcomeOneofCase.SignedIn)
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        SignInCookie.Token.Write(http, reply.SignedIn.Token);
        return Results.Json(new { go = ReturnPath.Of(form["back"]) });
    }
}
