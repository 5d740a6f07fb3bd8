using Bastion.Admin.Identity;
using Bastion.Admin.Web.Routing;
using Bastion.Hosting.Theme.Forms;
using Bastion.Hosting.Theme.Language;
using Bastion.Hosting.Theme.Time;

namespace Bastion.Admin.Web.Enrolment;

/// <summary>The one-use link of a staff member, the first administrator among them: password and second factor on one page, recovery codes once.</summary>
internal static class EnrolmentRoutes
{
    public static async Task<IResult> Show(HttpContext context, string link, Enrolments enrolments)
    {
        var outcome = await enrolments.ReadAsync(AccountKind.Staff, link, context.RequestAborted);
        return outcome.Done ? context.Page<EnrolmentPage>(new EnrolmentModel(link, outcome.Value, FormErrors.None)) : Over(context);
    }

    public static async Task<IResult> Finish(HttpContext context, string link, Enrolments enrolments, StaffWords words, WallClock clock)
    {
        var form = await FormValues.ReadAsync(context);
        var outcome = await enrolments.FinishAsync(AccountKind.Staff, link, form.Raw("password"), form.Text("code"), context.Source(), context.RequestAborted);
        if (outcome.Done)
            return context.Page<RecoveryPage>(new RecoveryModel(outcome.Value));
        if (outcome.Denial.Code == DenialCode.EnrolmentOver)
            return Over(context);
        var view = await enrolments.ReadAsync(AccountKind.Staff, link, context.RequestAborted);
        if (!view.Done)
            return Over(context);
        var field = outcome.Denial.Code == DenialCode.PasswordWeak ? "password" : "code";
        var errors = new FormErrors().Add(field, words.Sentence(outcome.Denial, clock));
        return context.Page<EnrolmentPage>(new EnrolmentModel(link, view.Value, errors), StatusCodes.Status422UnprocessableEntity);
    }

    private static IResult Over(HttpContext context) => context.Page<EnrolmentOverPage>(Languages.Current, StatusCodes.Status410Gone);
}
