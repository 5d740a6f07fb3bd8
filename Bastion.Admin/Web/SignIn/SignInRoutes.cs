using Bastion.Admin.Identity;
using Bastion.Admin.Web.Routing;
using Bastion.Admin.Web.Shell;
using Bastion.Hosting.Theme.Forms;
using Bastion.Hosting.Theme.Security;
using Bastion.Hosting.Theme.Time;

namespace Bastion.Admin.Web.SignIn;

/// <summary>Password, then code. The verdict is given once, after the code, in one sentence for whatever was wrong.</summary>
internal static class SignInRoutes
{
    private static readonly TimeSpan AttemptLifetime = TimeSpan.FromMinutes(5);

    public static IResult Home(HttpContext context) => context.SeeOther(Navigation.Home(context.Staff().Role));

    public static IResult Show(HttpContext context, StaffWords words, string? back) =>
        context.Features.Get<StaffContext>() is { } staff
            ? context.SeeOther(LocalUrl.Or(back, Navigation.Home(staff.Role)))
            : context.Page<SignInPage>(new SignInModel("", LocalUrl.Or(back, ""), FormErrors.None, Flash.Take(context, words)));

    public static async Task<IResult> Password(HttpContext context, StaffSignIn signIns, StaffCookies cookies, StaffWords words)
    {
        var form = await FormValues.ReadAsync(context);
        var (login, password, back) = (form.Text("login"), form.Raw("password"), LocalUrl.Or(form.Text("back"), ""));
        if (login.Length == 0 || password.Length == 0)
        {
            var errors = new FormErrors();
            if (login.Length == 0)
                errors.Add("login", words["signin.login.missing"]);
            if (password.Length == 0)
                errors.Add("password", words["signin.password.missing"]);
            return context.Page<SignInPage>(new SignInModel(login, back, errors, null), StatusCodes.Status422UnprocessableEntity);
        }
        var attempt = await signIns.BeginAsync(login, password, context.Source(), context.RequestAborted);
        cookies.Attempt.Write(context, attempt, AttemptLifetime);
        return context.SeeOther("/sign-in/code" + Query(back));
    }

    public static IResult ShowCode(HttpContext context, StaffCookies cookies, string? back, string? by) =>
        cookies.Attempt.Read(context) is null
            ? context.SeeOther("/sign-in" + Query(LocalUrl.Or(back, "")))
            : context.Page<CodePage>(new CodeModel(LocalUrl.Or(back, ""), by == "recovery", FormErrors.None));

    public static async Task<IResult> Code(HttpContext context, StaffSignIn signIns, StaffCookies cookies, StaffWords words, WallClock clock)
    {
        var form = await FormValues.ReadAsync(context);
        var back = LocalUrl.Or(form.Text("back"), "");
        if (cookies.Attempt.Read(context) is not { } attempt)
            return context.SeeOther("/sign-in" + Query(back), "signin.over");
        var outcome = await signIns.FinishAsync(attempt, form.Text("code"), context.Source(), context.RequestAborted);
        cookies.Attempt.Clear(context);
        if (!outcome.Done)
            return context.Page<SignInPage>(new SignInModel("", back, new FormErrors().Add("login", words.Sentence(outcome.Denial, clock)), null), StatusCodes.Status422UnprocessableEntity);
        cookies.Session.Write(context, outcome.Value.Token);
        return context.SeeOther(LocalUrl.Or(back, Navigation.Home(outcome.Value.Staff.Role)));
    }

    public static async Task<IResult> SignOut(HttpContext context, StaffSignIn signIns, StaffCookies cookies)
    {
        if (cookies.Session.Read(context) is { } token)
            await signIns.SignOutAsync(token, context.RequestAborted);
        cookies.Session.Clear(context);
        return context.SeeOther("/sign-in", "signin.out");
    }

    private static string Query(string back) => back.Length == 0 ? "" : "?back=" + Uri.EscapeDataString(back);
}
