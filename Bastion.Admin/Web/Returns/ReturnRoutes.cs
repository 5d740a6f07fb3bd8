using Bastion.Admin.Devices;
using Bastion.Admin.Interventions.Interlock;
using Bastion.Admin.Web.Routing;
using Bastion.Admin.Web.Shell;
using Bastion.Hosting.Theme.Forms;

namespace Bastion.Admin.Web.Returns;

/// <summary>The board of releases, checks and reports; the checklist of one device.</summary>
internal static class ReturnRoutes
{
    public static async Task<IResult> Board(HttpContext context, CareBoard board) => context.Page<ReturnsPage>(await board.ReadAsync(context.Staff()));

    public static async Task<IResult> Show(HttpContext context, Guid id, DeviceRegister devices, ReturnDesk desk)
    {
        if (await devices.GetAsync(id) is not { } device)
            return new NotFoundPage();
        var sheet = await desk.OpenAsync(id);
        return context.Page<ReturnPage>(Model(context, device, sheet, sheet is null ? new Dictionary<string, CheckAnswer>() : ReturnDesk.Answers(sheet), "", FormErrors.None));
    }

    public static async Task<IResult> Sign(HttpContext context, Guid id, DeviceRegister devices, ReturnDesk desk, StaffWords words, ZoneClocks clocks)
    {
        if (await devices.GetAsync(id) is not { } device)
            return new NotFoundPage();
        var form = await FormValues.ReadAsync(context);
        var answers = Checklists.Of(device.Family).Where(item => form.Text(item).Length > 0).ToDictionary(item => item, item => new CheckAnswer(form.Text(item), form.Text(item + "-value"), form.Text(item + "-why")));
        var outcome = await desk.SignAsync(context.Staff(), id, answers, form.Text("comment"), context.RequestAborted);
        if (outcome.Done)
            return context.SeeOther($"/devices/{id}/return", "return.done");
        var errors = new FormErrors().Add(outcome.Denial.Facts.GetValueOrDefault("field", ""), words.Sentence(outcome.Denial, clocks.House));
        return context.Page<ReturnPage>(Model(context, device, await desk.OpenAsync(id), answers, form.Text("comment"), errors), StatusCodes.Status422UnprocessableEntity);
    }

    private static ReturnModel Model(HttpContext context, Device device, ReturnSheet? sheet, IReadOnlyDictionary<string, CheckAnswer> answers, string comment, FormErrors errors)
    {
        var waits = sheet is not null && device.State is DeviceState.ToBeChecked or DeviceState.NonConforming;
        return new ReturnModel(device, sheet, answers, comment, errors, waits && sheet!.FirstById != context.Staff().StaffId);
    }
}
