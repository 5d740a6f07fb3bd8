using Bastion.Admin.Identity;
using Bastion.Admin.Identity.Passkeys;
using Bastion.Admin.Web.Routing;
using Bastion.Admin.Web.Shell;
using Bastion.Hosting.Theme.Security;

namespace Bastion.Admin.Web.SignIn;

/// <summary>Sign-in with a passkey: asked and answered by the page's script. A refusal is 401, whatever was wrong.</summary>
internal static class PasskeyRoutes
{
    private static readonly TimeSpan AttemptLifetime = TimeSpan.FromMinutes(5);

    public static async Task<IResult> Ask(HttpContext context, PasskeyDesk passkeys, StaffCookies cookies)
    {
        var challenge = await passkeys.AskAsync(AccountKind.Staff);
        cookies.Passkey.Write(context, challenge.Attempt, AttemptLifetime);
        return Results.Text(challenge.Options, "application/json");
    }

    public static async Task<IResult> Answer(HttpContext context, StaffSignIn signIns, StaffCookies cookies)
    {
        var form = await FormValues.ReadAsync(context);
        var attempt = cookies.Passkey.Read(context);
        cookies.Passkey.Clear(context);
        if (attempt is null)
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        var outcome = await signIns.FinishWithPasskeyAsync(attempt, form.Raw("credential"), context.Source(), context.RequestAborted);
        if (!outcome.Done)
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        cookies.Session.Write(context, outcome.Value.Token);
        return Results.Json(new { go = LocalUrl.Or(form.Text("back"), Navigation.Home(outcome.Value.Staff.Role)) });
    }
}
