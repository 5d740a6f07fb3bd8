using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Web.Recordings;
using Bastion.Admin.Web.Routing;
using Bastion.Hosting.Theme.Errors;
using Bastion.Hosting.Theme.Forms;
using Bastion.Hosting.Theme.Language;
using Bastion.Recorder.Contracts;
using Google.Protobuf;
using Grpc.Core;

namespace Bastion.Admin.Web.Dossiers;

/// <summary>The evidence pack of one intervention: asked for with a reason and a passphrase, made by Recorder, given as a download.</summary>
internal static class DossierRoutes
{
    private const int MinPassphrase = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task<IResult> Show(HttpContext context, string id, InterventionReader interventions, Retention.RetentionClient retention) =>
        await interventions.GetAsync(context.Staff(), id, context.RequestAborted) is { } sheet
            ? context.Page<DossierPage>(Model(context, sheet, "", Languages.Current, FormErrors.None) with { Retention = await StateAsync(retention, sheet, context.RequestAborted) })
            : new NotFoundPage();

    /// <summary>Sets a hold, or lifts it: the first who asks for that waits for a second.</summary>
    public static async Task<IResult> Hold(HttpContext context, string id, InterventionReader interventions, Retention.RetentionClient retention)
    {
        if (await interventions.GetAsync(context.Staff(), id, context.RequestAborted) is not { } sheet)
            return new NotFoundPage();
        var form = await FormValues.ReadAsync(context);
        var request = new RetentionRequest { InterventionId = sheet.Row.Id.ToString(), Viewer = Person(context, form.Text("reason")) };
        return await RetainedAsync(context, sheet.Row.Number, request.Viewer.Reason, () => form.Text("act") == "lift" ? retention.LiftHoldAsync(request) : retention.HoldAsync(request));
    }

    /// <summary>Asks for the erasure of a recording before its time, or confirms what another person asked.</summary>
    public static async Task<IResult> Erase(HttpContext context, string id, RecordingShelf shelf, Retention.RetentionClient retention)
    {
        if (await shelf.FindAsync(context.Staff(), id, context.RequestAborted) is not { } line)
            return new NotFoundPage();
        var form = await FormValues.ReadAsync(context);
        var request = new RetentionRequest { RecordingId = id, Viewer = Person(context, form.Text("reason")) };
        return await RetainedAsync(context, line.Lease.InterventionNumber, request.Viewer.Reason, () => retention.EraseAsync(request));
    }

    private static async Task<IResult> RetainedAsync(HttpContext context, string number, string reason, Func<AsyncUnaryCall<RetentionState>> act)
    {
        if (reason.Length < RecordingRoutes.MinReason)
            return context.SeeOther($"/interventions/{number}/dossier", "retention.reason");
        try
        {
            await act();
            return context.SeeOther($"/interventions/{number}/dossier", "retention.done");
        }
        catch (RpcException refused)
        {
            return context.SeeOther($"/interventions/{number}/dossier", refused.StatusCode == StatusCode.FailedPrecondition ? "retention.refused" : "dossier.failed");
        }
    }

    private static async Task<RetentionState?> StateAsync(Retention.RetentionClient retention, InterventionSheet sheet, CancellationToken cancellation)
    {
        try
        {
            return await retention.StateAsync(new RetentionRequest { InterventionId = sheet.Row.Id.ToString() }, cancellationToken: cancellation);
        }
        catch (RpcException)
        {
            return null;
        }
    }

    private static Viewer Person(HttpContext context, string reason)
    {
        var staff = context.Staff();
        return new Viewer { PersonId = staff.StaffId.ToString(), Name = staff.Name, Role = staff.Role.ToString(), Reason = reason.ReplaceLineEndings(" "), Source = staff.Source };
    }

    public static async Task<IResult> Make(HttpContext context, string id, InterventionReader interventions, DossierReport reports, Evidence.EvidenceClient evidence, StaffWords words)
    {
        var staff = context.Staff();
        if (await interventions.GetAsync(staff, id, context.RequestAborted) is not { } sheet)
            return new NotFoundPage();
        var form = await FormValues.ReadAsync(context);
        var (reason, passphrase) = (form.Text("reason"), form.Raw("passphrase"));
        var language = Languages.IsKnown(form.Text("language")) ? form.Text("language") : Languages.Current;
        var errors = new FormErrors();
        if (reason.Length < RecordingRoutes.MinReason)
            errors.Add("reason", words["denial.reason.too_short"]);
        if (passphrase.Length < MinPassphrase)
            errors.Add("passphrase", words["dossier.passphrase.short"]);
        else if (passphrase != form.Raw("again"))
            errors.Add("again", words["dossier.again.differs"]);
        if (errors.Any)
            return Again(context, sheet, reason, language, errors);

        var request = new ExportPackRequest
        {
            InterventionId = sheet.Row.Id.ToString(),
            Passphrase = passphrase,
            IncludeInput = form.Ticked("input") && staff.Role == StaffRole.Auditor,
            Viewer = Person(context, reason),
        };
        try
        {
            foreach (var (name, content) in await reports.DocumentsAsync(sheet, staff, reason, language, context.RequestAborted))
                request.Documents.Add(new PackDocument { Name = name, Content = ByteString.CopyFrom(content) });
            var call = evidence.ExportPack(request, cancellationToken: context.RequestAborted, deadline: DateTime.MaxValue);
            context.Response.RegisterForDispose(call);
            // What is refused is refused before the first byte.
            return await call.ResponseStream.MoveNext(context.RequestAborted).WaitAsync(Patience, context.RequestAborted)
                ? Results.Stream(body => SendAsync(call, body, context.RequestAborted), "application/zip", $"{sheet.Row.Number}.zip")
                : Again(context, sheet, reason, language, errors.Add("", words["dossier.failed"]));
        }
        catch (RpcException refused)
        {
            return Again(context, sheet, reason, language, errors.Add("", words[refused.StatusCode == StatusCode.FailedPrecondition ? "dossier.running" : "dossier.failed"]));
        }
    }

    private static async Task SendAsync(AsyncServerStreamingCall<Chunk> call, Stream body, CancellationToken cancellation)
    {
        do
            await body.WriteAsync(call.ResponseStream.Current.Data.Memory, cancellation);
        while (await call.ResponseStream.MoveNext(cancellation));
    }

    private static IResult Again(HttpContext context, InterventionSheet sheet, string reason, string language, FormErrors errors) =>
        context.Page<DossierPage>(Model(context, sheet, reason, language, errors), StatusCodes.Status422UnprocessableEntity);

    private static DossierModel Model(HttpContext context, InterventionSheet sheet, string reason, string language, FormErrors errors) =>
        new(sheet, reason, language, context.Staff().Role == StaffRole.Auditor, null, errors);
}
