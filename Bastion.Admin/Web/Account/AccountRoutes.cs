using Bastion.Admin.Identity;
using Bastion.Admin.Identity.Passkeys;
using Bastion.Admin.Web.Decisions;
using Bastion.Admin.Web.Routing;
using Bastion.Hosting.Theme.Time;

namespace Bastion.Admin.Web.Account;

/// <summary>One's own passkeys and sign-ins.</summary>
internal static class AccountRoutes
{
    private const AccountKind Kind = AccountKind.Staff;
    private static readonly TimeSpan AttemptLifetime = TimeSpan.FromMinutes(5);

    public static Task<IResult> Show(HttpContext context, PasskeyDesk passkeys, SignInLists lists, StaffCookies cookies, TimeProvider time) => ShowAsync(context, passkeys, lists, cookies, time, null);

    public static async Task<IResult> AskToAdd(HttpContext context, PasskeyDesk passkeys, StaffCookies cookies, FactorDesk factors, StaffWords words, WallClock clock)
    {
        var form = await FormValues.ReadAsync(context);
        var refreshed = await factors.FreshTokenAsync(context, form.Text("code"));
        if (!refreshed.Done)
            return Refused(refreshed.Denial, words, clock);
        var challenge = await passkeys.AskToAddAsync(Kind, refreshed.Value);
        if (!challenge.Done)
            return Refused(challenge.Denial, words, clock);
        cookies.Passkey.Write(context, challenge.Value.Attempt, AttemptLifetime);
        return Results.Text(challenge.Value.Options, "application/json");
    }

    public static async Task<IResult> Add(HttpContext context, PasskeyDesk passkeys, StaffCookies cookies, StaffWords words, WallClock clock)
    {
        var form = await FormValues.ReadAsync(context);
        var attempt = cookies.Passkey.Read(context) ?? "";
        cookies.Passkey.Clear(context);
        var outcome = await passkeys.AddAsync(Kind, cookies.Session.Read(context)!, attempt, form.Raw("credential"), form.Text("name"), context.RequestAborted);
        if (!outcome.Done)
            return Refused(outcome.Denial, words, clock);
        Flash.Say(context, "account.done.passkey_added");
        return Results.Json(new { go = "/account" });
    }

    public static async Task<IResult> Remove(HttpContext context, Guid id, PasskeyDesk passkeys, SignInLists lists, StaffCookies cookies, FactorDesk factors, StaffWords words, WallClock clock, TimeProvider time)
    {
        var form = await FormValues.ReadAsync(context);
        var refreshed = await factors.FreshTokenAsync(context, form.Text("code"));
        var denial = refreshed.Done ? await passkeys.RemoveAsync(Kind, refreshed.Value, id, context.RequestAborted) : refreshed.Denial;
        return denial is null ? context.SeeOther("/account", "account.done.passkey_removed") : await ShowAsync(context, passkeys, lists, cookies, time, words.Sentence(denial, clock));
    }

    public static async Task<IResult> End(HttpContext context, string id, PasskeyDesk passkeys, SignInLists lists, StaffCookies cookies, StaffWords words, WallClock clock, TimeProvider time)
    {
        var denial = await lists.EndAsync(Kind, cookies.Session.Read(context)!, id, context.RequestAborted);
        return denial is null ? context.SeeOther("/account", "account.done.ended") : await ShowAsync(context, passkeys, lists, cookies, time, words.Sentence(denial, clock));
    }

    private static IResult Refused(Denial denial, StaffWords words, WallClock clock) =>
        Results.Json(new { say = words.Sentence(denial, clock) }, statusCode: denial.Code == DenialCode.PasskeyRefused ? StatusCodes.Status401Unauthorized : StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> ShowAsync(HttpContext context, PasskeyDesk passkeys, SignInLists lists, StaffCookies cookies, TimeProvider time, string? said)
    {
        var token = cookies.Session.Read(context)!;
        var own = await passkeys.ListAsync(Kind, token);
        var signIns = await lists.ListAsync(Kind, token);
        if (!own.Done || !signIns.Done)
            return context.SeeOther("/sign-in", "signin.over");
        var current = signIns.Value.Find(one => one.TokenHash.AsSpan().SequenceEqual(Tokens.Hash(token)));
        var stale = time.GetUtcNow() - context.Staff().FactorAt > SignInLimits.FactorForOpening;
        return context.Page<AccountPage>(
            new AccountModel(own.Value, signIns.Value, current is null ? "" : SignInLists.IdOf(current), stale, said),
            said is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
