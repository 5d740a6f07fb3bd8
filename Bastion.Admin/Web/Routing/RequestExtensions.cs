using Bastion.Admin.Identity;
using Bastion.Hosting.Theme.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bastion.Admin.Web.Routing;

internal static class RequestExtensions
{
    /// <summary>The signed-in person; the gate has let nobody else through.</summary>
    public static StaffContext Staff(this HttpContext context) =>
        context.Features.Get<StaffContext>() ?? throw new InvalidOperationException("This route is open to visitors without a sign-in.");

    public static SignInSource Source(this HttpContext context) =>
        SignInSource.Of(context.Connection.RemoteIpAddress?.ToString() ?? "", "staff", context.Request.Headers.UserAgent.ToString());

    /// <summary>A page and what it shows. Parameters of components are public, the model of a page is not: it travels as a feature.</summary>
    public static IResult Page<TPage>(this HttpContext context, object model, int status = StatusCodes.Status200OK)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        context.Features.Set(new PageModel(model));
        return new RazorComponentResult<TPage> { StatusCode = status, PreventStreamingRendering = true };
    }

    public static TModel Model<TModel>(this HttpContext? context) =>
        (TModel)(context?.Features.Get<PageModel>() ?? throw new InvalidOperationException("The page was not given its model.")).Value;

    public static IResult SeeOther(this HttpContext context, string url, string? said = null)
    {
        if (said is not null)
            Flash.Say(context, said);
        return new SeeOther(url);
    }
}
