using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal.Gate;
using Bastion.Gateway.Portal.Shell;
using Bastion.Gateway.Portal.Time;
using Bastion.Gateway.Portal.Wording;
using Bastion.Hosting.Theme.Forms;
using Bastion.Hosting.Theme.Security;
using Bastion.Hosting.Theme.Time;

namespace Bastion.Gateway.Portal.Requests;

using InterventionsClient = Admin.Contracts.Interventions.InterventionsClient;

/// <summary>A new request: the form, the part that says what the window means, and sending it once.</summary>
internal static class RequestEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/interventions/new", PortalAct.RequestIntervention, Ask);
        routes.Part("/interventions/new/window", PortalAct.RequestIntervention, Window);
        routes.Post("/interventions/new", PortalAct.RequestIntervention, Take);
    }

    private static async Task<IResult> Ask(PortalVisit visit, InterventionsClient interventions, WallClock clock, string? device)
    {
        var offer = await interventions.ListDevicesAsync(visit.Key, cancellationToken: visit.Patience);
        var chosen = offer.Devices.FirstOrDefault(x => x.Id == device || x.Name.Equals(device, StringComparison.OrdinalIgnoreCase))
            ?? (offer.Devices.Count == 1 ? offer.Devices[0] : null);
        return Answers.Page<RequestPage>(new RequestModel(RequestForm.Blank(chosen?.Id, clock.Today).For(chosen), offer, FormErrors.None));
    }

    private static async Task<IResult> Window(HttpContext http, PortalVisit visit, InterventionsClient interventions, Clocks clocks, TimeProvider time)
    {
        var offer = await interventions.ListDevicesAsync(visit.Key, cancellationToken: visit.Patience);
        var asked = http.Request.Query;
        var form = new RequestForm
        {
            RequestId = "",
            DeviceId = asked["device_id"].ToString(),
            Day = asked["day"].ToString(),
            Time = asked["time"].ToString(),
            Length = asked["length_minutes"].ToString(),
            Ambiguous = asked["ambiguous"].ToString(),
        };
        return Answers.Page<WindowPart>(new WindowModel(form, offer.Devices.FirstOrDefault(x => x.Id == form.DeviceId), clocks, time.GetUtcNow()));
    }

    private static async Task<IResult> Take(HttpContext http, PortalVisit visit, InterventionsClient interventions, Sentences sentences)
    {
        var form = RequestForm.Of(await PortalForm.ReadAsync(http));
        var offer = await interventions.ListDevicesAsync(visit.Key, cancellationToken: visit.Patience);
        form = form.For(offer.Devices.FirstOrDefault(x => x.Id == form.DeviceId));
        var reply = await interventions.SubmitAsync(form.ToSubmit(visit.Token, visit.Source), cancellationToken: visit.Patience);
        if (reply.Refusal is null && reply.Errors.Count == 0)
            return new SeeOther($"/interventions/{(reply.Number.Length > 0 ? reply.Number : reply.Id)}?done=requested");
        var errors = new FormErrors();
        if (reply.Refusal is not null)
            errors.Add("", sentences.Of(reply.Refusal));
        foreach (var error in reply.Errors.OrderBy(x => RequestPage.Rank(x.Field)))
            errors.Add(error.Field == "local_start" ? "day" : error.Field, sentences.Of(error));
        return Answers.Page<RequestPage>(new RequestModel(form, offer, errors), Answers.Refused);
    }
}
