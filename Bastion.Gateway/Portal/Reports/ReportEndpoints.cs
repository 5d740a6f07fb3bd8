using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal.Gate;
using Bastion.Gateway.Portal.Interventions;
using Bastion.Gateway.Portal.Shell;
using Bastion.Gateway.Portal.Wording;
using Bastion.Hosting.Theme.Forms;
using Bastion.Hosting.Theme.Security;

namespace Bastion.Gateway.Portal.Reports;

using InterventionsClient = Admin.Contracts.Interventions.InterventionsClient;

/// <summary>The report after the work: pre-filled by what the hospital knows, completed and signed by the technician.</summary>
internal static class ReportEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/interventions/{id}/report", PortalAct.FileReport, Show);
        routes.Post("/interventions/{id}/report", PortalAct.FileReport, File);
    }

    private static async Task<IResult> Show(string id, PortalVisit visit, InterventionsClient interventions)
    {
        if (await InterventionEndpoints.FindAsync(id, visit, interventions) is not { } view)
            return Results.NotFound();
        var form = await interventions.GetReportAsync(new GetInterventionRequest { Token = visit.Token, Id = view.Id }, cancellationToken: visit.Patience);
        return form.Refusal is null ? Answers.Page<ReportPage>(new ReportModel(view, form, FormErrors.None)) : Results.NotFound();
    }

    private static async Task<IResult> File(string id, HttpContext http, PortalVisit visit, InterventionsClient interventions, Sentences sentences)
    {
        if (await InterventionEndpoints.FindAsync(id, visit, interventions) is not { } view)
            return Results.NotFound();
        var form = await interventions.GetReportAsync(new GetInterventionRequest { Token = visit.Token, Id = view.Id }, cancellationToken: visit.Patience);
        if (form.Refusal is not null)
            return Results.NotFound();
        var typed = await PortalForm.ReadAsync(http);
        var request = new FileReportRequest { Token = visit.Token, Id = view.Id };
        foreach (var field in form.Fields)
        {
            field.Value = typed[field.Code];
            request.Fields[field.Code] = field.Value;
        }

        var reply = await interventions.FileReportAsync(request, cancellationToken: visit.Patience);
        if (reply.Refusal is null && reply.Errors.Count == 0)
            return new SeeOther(view.Page() + "?done=reported");
        var errors = new FormErrors();
        if (reply.Refusal is not null)
            errors.Add("", sentences.Of(reply.Refusal));
        foreach (var error in reply.Errors)
            errors.Add(error.Field, sentences.Of(error));
        return Answers.Page<ReportPage>(new ReportModel(view, form, errors), Answers.Refused);
    }
}
