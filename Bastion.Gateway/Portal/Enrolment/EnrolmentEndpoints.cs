using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal.Gate;
using Bastion.Gateway.Portal.Shell;
using Bastion.Hosting.Theme.Forms;

namespace Bastion.Gateway.Portal.Enrolment;

/// <summary>The one-use link that staff handed out: password and second factor on one page, then the recovery codes, once.</summary>
internal static class EnrolmentEndpoints
{
    private const int LongestLink = 128;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/enrol/{link}", PortalAct.Enrol, Ask, open: true);
        routes.Post("/enrol/{link}", PortalAct.Enrol, Take, open: true);
    }

    private static async Task<IResult> Ask(string link, PortalVisit visit, Identity.IdentityClient identity) =>
        await ReadAsync(link, visit, identity) is { } enrolment ? Answers.Page<EnrolmentPage>(new EnrolmentModel(link, enrolment, FormErrors.None)) : Over();

    private static async Task<IResult> Take(string link, HttpContext http, PortalVisit visit, Identity.IdentityClient identity, PortalWords words)
    {
        var form = await PortalForm.ReadAsync(http);
        if (await ReadAsync(link, visit, identity) is not { } enrolment)
            return Over();
        var errors = new FormErrors();
        var (password, code) = (form.Raw("password"), form["code"].Replace(" ", "", StringComparison.Ordinal));
        if (password.Length == 0)
            errors.Add("password", words["enrol.password.missing"]);
        else if (password != form.Raw("password2"))
            errors.Add("password2", words["enrol.password.differs"]);
        if (code.Length == 0)
            errors.Add("code", words["code.missing"]);
        if (errors.Any)
            return Answers.Page<EnrolmentPage>(new EnrolmentModel(link, enrolment, errors), Answers.Refused);

        var reply = await identity.FinishEnrolmentAsync(new FinishEnrolmentRequest { Link = link, Password = password, Code = code, Source = visit.Source }, cancellationToken: visit.Patience);
        switch (reply.Refusal?.Code)
        {
            case null:
                return Answers.Page<RecoveryPage>(new RecoveryModel(enrolment.Login, [.. reply.RecoveryCodes]));
            case "enrolment.over":
                return Over();
            case "password.weak":
                errors.Add("password", reply.Refusal.Facts.TryGetValue("min", out var min) ? words["enrol.password.short", min] : words["enrol.password.weak"]);
                break;
            default:
                errors.Add("code", words["code.wrong"]);
                break;
        }

        return Answers.Page<EnrolmentPage>(new EnrolmentModel(link, enrolment, errors), Answers.Refused);
    }

    private static async Task<Admin.Contracts.Enrolment?> ReadAsync(string link, PortalVisit visit, Identity.IdentityClient identity)
    {
        if (link.Length > LongestLink)
            return null;
        var enrolment = await identity.ReadEnrolmentAsync(new ReadEnrolmentRequest { Link = link }, cancellationToken: visit.Patience);
        return enrolment.Refusal is null ? enrolment : null;
    }

    private static IResult Over() => Answers.Page<EnrolmentOverPage>(status: StatusCodes.Status410Gone);
}
