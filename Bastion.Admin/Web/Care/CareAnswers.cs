using Bastion.Admin.Interventions;
using Bastion.Admin.Web.Decisions;
using Bastion.Admin.Web.Routing;
using Bastion.Admin.Web.Shell;
using Bastion.Hosting.Theme.Forms;
using Bastion.Hosting.Theme.Security;

namespace Bastion.Admin.Web.Care;

/// <summary>Runs an act of a form and answers: back to where it came from, or the intervention's page with the refusal at its field.</summary>
internal sealed class CareAnswers(SheetPages pages, StaffWords words, ZoneClocks clocks)
{
    public async Task<IResult> OfAsync(HttpContext context, Guid id, string name, string field, Func<FormValues, Task<Outcome<ActDone>>> act)
    {
        var form = await FormValues.ReadAsync(context);
        var outcome = await act(form);
        if (outcome.Done)
            return context.SeeOther(LocalUrl.Or(form.Text("back"), $"/interventions/{id}"), outcome.Value.Pending ? "care.done.pending" : $"care.done.{name}");
        var input = new DecisionInput("", "", "", "", SessionControls.None, form.Text(field.Length == 0 ? "reason" : field));
        return await pages.ShowAsync(context, id.ToString(), input, new FormErrors().Add(field.Length == 0 ? "" : $"{name}-{field}", words.Sentence(outcome.Denial, clocks.House)), "care-" + name);
    }
}
