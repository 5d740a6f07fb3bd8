using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Emergencies;
using Bastion.Admin.Interventions.Interlock;
using Bastion.Admin.Interventions.Reports;
using Bastion.Admin.Web.Decisions;
using Bastion.Admin.Web.Routing;
using Bastion.Admin.Web.Shell;
using Bastion.Hosting.Theme.Forms;
using Bastion.Hosting.Theme.Security;

namespace Bastion.Admin.Web.Care;

/// <summary>What is done around the sessions: release, report, review, close. A refused act comes back on the intervention's page with what was typed.</summary>
internal static class CareRoutes
{
    public static Task<IResult> Release(HttpContext context, Guid id, ReleaseDesk desk, CareAnswers answers) => answers.OfAsync(
        context, id, "release", "onWordOf", form => desk.ReleaseAsync(context.Staff(), id, new ReleaseCommand(form.Text("onWordOf"), form.Ticked("noPatient"), form.Text("reason")), context.RequestAborted));

    public static Task<IResult> TakeBack(HttpContext context, Guid id, ReleaseDesk desk, CareAnswers answers) => answers.OfAsync(
        context, id, "takeback", "", form => desk.TakeBackAsync(context.Staff(), id, form.Text("reason"), context.RequestAborted));

    public static Task<IResult> RefuseTime(HttpContext context, Guid id, InterventionDesk desk, CareAnswers answers) => answers.OfAsync(
        context, id, "time", "reason", form => desk.RefuseTimeAsync(context.Staff(), id, form.Text("reason"), context.RequestAborted));

    public static Task<IResult> AcceptReport(HttpContext context, Guid id, ReportDesk desk, CareAnswers answers) => answers.OfAsync(
        context, id, "accept", "", _ => desk.AcceptAsync(context.Staff(), id, context.RequestAborted));

    public static Task<IResult> ReturnReport(HttpContext context, Guid id, ReportDesk desk, CareAnswers answers) => answers.OfAsync(
        context, id, "return", "reason", form => desk.ReturnAsync(context.Staff(), id, form.Text("reason"), context.RequestAborted));

    public static Task<IResult> Close(HttpContext context, Guid id, ReportDesk desk, CareAnswers answers) => answers.OfAsync(
        context, id, "close", "", _ => desk.CloseAsync(context.Staff(), id, context.RequestAborted));

    public static Task<IResult> Review(HttpContext context, Guid id, EmergencyDesk desk, CareAnswers answers) => answers.OfAsync(
        context, id, "review", "comment", form => desk.ReviewAsync(context.Staff(), id, form.Choice<ReviewVerdict>("verdict") ?? ReviewVerdict.NotJustified, form.Text("comment"), context.RequestAborted));
}
