using Bastion.Admin.Identity;
using Bastion.Admin.Web.Routing;

namespace Bastion.Admin.Web.Decisions;

/// <summary>Takes the code that stands in a decision form: the sign-in gets a fresh second factor, and the browser its new token.</summary>
internal sealed class FactorDesk(StaffSignIn signIns, StaffCookies cookies)
{
    /// <summary>The token to go on with: the browser's own, or after a right code the new one.</summary>
    public async Task<Outcome<string>> FreshTokenAsync(HttpContext context, string code)
    {
        if (code.Length == 0 || cookies.Session.Read(context) is not { } token)
            return cookies.Session.Read(context) ?? "";
        var outcome = await signIns.StepUpAsync(token, code, context.Source(), context.RequestAborted);
        if (!outcome.Done)
            return outcome.Denial;
        cookies.Session.Write(context, outcome.Value.Token);
        context.Features.Set(outcome.Value.Staff);
        return outcome.Value.Token;
    }

    /// <summary>Null when nothing was typed or the code was right; the page's later refusal asks for a code that is missing.</summary>
    public async Task<Denial?> RefreshAsync(HttpContext context, string code) => (await FreshTokenAsync(context, code)).Denial;
}
