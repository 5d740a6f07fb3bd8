using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal.Gate;
using Bastion.Gateway.Portal.Wording;

namespace Bastion.Gateway.Portal.Account;

/// <summary>Own passkeys: added by the page's script, removed by a form.</summary>
internal static class PasskeyEndpoints
{
    private const string Stale = "factor.stale";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.PostByScript("/account/passkeys/options", PortalAct.ChangePasskeys, Ask);
        routes.PostByScript("/account/passkeys", PortalAct.ChangePasskeys, Add);
        routes.Post("/account/passkeys/{id}/remove", PortalAct.ChangePasskeys, Remove);
    }

    private static async Task<IResult> Ask(HttpContext http, PortalVisit visit, Identity.IdentityClient identity, Sentences sentences)
    {
        var challenge = await identity.AskToAddPasskeyAsync(visit.Key, cancellationToken: visit.Patience);
        if (challenge.Refusal is not null)
            return Refused(challenge.Refusal, sentences);
        SignInCookie.Passkey.Write(http, challenge.Attempt, Life);
        return Results.Text(challenge.Options, "application/json");
    }

    private static async Task<IResult> Add(HttpContext http, PortalVisit visit, Identity.IdentityClient identity, Sentences sentences)
    {
        var form = await PortalForm.ReadAsync(http);
        var attempt = SignInCookie.Passkey.Read(http) ?? "";
        SignInCookie.Passkey.Clear(http);
        var credential = form.Raw("credential");
        if (!SignIn.PasskeyEndpoints.Fits(credential))
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        var done = await identity.AddPasskeyAsync(new AddPasskeyRequest { Token = visit.Token, Attempt = attempt, Credential = credential, Name = form["name"] }, cancellationToken: visit.Patience);
        return done.Refusal is null ? Results.Json(new { go = "/account?done=passkey-added" }) : Refused(done.Refusal, sentences);
    }

    private static async Task<IResult> Remove(string id, PortalVisit visit, Identity.IdentityClient identity)
    {
        var done = await identity.RemovePasskeyAsync(new RemovePasskeyRequest { Token = visit.Token, Id = id }, cancellationToken: visit.Patience);
        return new Hosting.Theme.Security.SeeOther(done.Refusal?.Code == Stale ? "/confirm?back=%2Faccount" : "/account?done=passkey-removed");
    }

    private static IResult Refused(Refusal refusal, Sentences sentences) =>
        Results.Json(new { say = sentences.Of(refusal) }, statusCode: refusal.Code == "passkey.refused" ? StatusCodes.Status401Unauthorized : StatusCodes.Status422UnprocessableEntity);
}
