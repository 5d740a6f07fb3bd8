using Bastion.Admin.Identity;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Rights;
using Bastion.Hosting.Theme.Errors;
using Bastion.Hosting.Theme.Language;

namespace Bastion.Admin.Web.Routing;

/// <summary>
/// Before every page: who is there, and may that person do what this route does. A route that names no act is refused to everybody.
/// Calls of other services come through a door of their own and are judged there.
/// </summary>
internal sealed class StaffGate(RequestDelegate next, StaffSignIn signIns, StaffCookies cookies, AdminStore store, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint || IsGrpc(context.Request))
        {
            await next(context);
            return;
        }
        var staff = cookies.Session.Read(context) is { } token ? await signIns.ReadAsync(token, context.RequestAborted) : null;
        if (staff is not null)
        {
            context.Features.Set(staff);
            context.Features.Set(new LanguageFeature(staff.Language));
        }

        var act = endpoint.Metadata.GetMetadata<StaffAct>();
        if (act is not null && RightsJudge.Admits(staff, act.Name))
            await next(context);
        else if (staff is null && act is not null)
            AskToSignIn(context);
        else
            await RefuseAsync(context, act, staff);
    }

    private void AskToSignIn(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers.ContainsKey("X-Live") || !request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        if (cookies.Session.Read(context) is not null)
            Flash.Say(context, "signin.over");
        cookies.Session.Clear(context);
        var back = HttpMethods.IsGet(request.Method) && request.Path != "/" ? $"?back={Uri.EscapeDataString(request.Path + request.QueryString)}" : "";
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = "/sign-in" + back;
    }

    private async Task RefuseAsync(HttpContext context, StaffAct? act, StaffContext? staff)
    {
        if (staff is not null)
        {
            var refused = new Act("control.refused", staff.Actor)
            {
                Source = staff.Source,
                Facts = new Dictionary<string, string> { ["act"] = act?.Name ?? "unnamed", ["method"] = context.Request.Method },
            };
            await store.WriteAsync(db => Task.FromResult(Outbox.Write(db, time.GetUtcNow(), refused).Id), CancellationToken.None);
            Languages.Use(staff.Language);
        }
        await ErrorPages.Show(context, StatusCodes.Status403Forbidden, ErrorKind.Forbidden);
    }

    private static bool IsGrpc(HttpRequest request) =>
        request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;
}
