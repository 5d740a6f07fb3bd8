using System.Text.Json;
using Bastion.Admin.Contracts;

namespace Bastion.Admin.Interventions.Reports;

/// <summary>A report's form as the contract shows it.</summary>
internal static class ReportViews
{
    public static ReportReply Of(ReportForm form)
    {
        var reply = new ReportReply
        {
            Filed = form.Intervention.State != InterventionState.Ended,
            Returned = form.Last is { ReturnedAt: not null } returned ? returned.ReturnComment : "",
            SignedBy = form.Last?.AuthorName ?? "",
        };
        if (form.Intervention.ReportDueAt is { } due)
            reply.Due = Wire.At(due);
        if (form.Last is { } last)
            reply.SignedAt = Wire.At(last.SignedAt);
        var values = JsonSerializer.Deserialize<Dictionary<string, string>>(form.Last?.Fields ?? "{}") ?? [];
        foreach (var field in form.Fields)
        {
            var shown = new Contracts.ReportField { Code = field.Code, Required = field.Required, Value = values.GetValueOrDefault(field.Code, "") };
            shown.Choices.AddRange(field.Choices);
            reply.Fields.Add(shown);
        }

        foreach (var fact in form.Facts)
            reply.Facts.Add(new Contracts.ReportFact { Kind = fact.Kind, Text = fact.Text, At = fact.At is { } at ? Wire.At(at) : null });
        return reply;
    }
}
