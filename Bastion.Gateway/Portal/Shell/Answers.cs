using Bastion.Gateway.Portal.Gate;
using Bastion.Hosting.Theme.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bastion.Gateway.Portal.Shell;

/// <summary>How handlers answer: a page, a part of one, or the pages that stand in for another.</summary>
internal static class Answers
{
    /// <summary>A posted form that comes back with its errors (RFC 9110, 15.5.21).</summary>
    public const int Refused = StatusCodes.Status422UnprocessableEntity;

    public static IResult Page<TPage>(object? model = null, int status = StatusCodes.Status200OK)
        where TPage : IComponent =>
        new RazorComponentResult<TPage>(model is null ? new Dictionary<string, object?>() : new Dictionary<string, object?> { ["Shows"] = model })
        {
            StatusCode = status,
            PreventStreamingRendering = true,
        };

    /// <summary>To the sign-in page, and back here afterwards; a form that was sent without a sign-in is kept on a page of its own.</summary>
    public static async Task<IResult> SignInFirstAsync(HttpContext http, bool wasIn) => HttpMethods.IsPost(http.Request.Method)
        ? Page<SignedOutPage>(await KeptFields.OfAsync(http), StatusCodes.Status401Unauthorized)
        : new SeeOther("/sign-in?back=" + Uri.EscapeDataString(ReturnPath.Of(http.Request.Path)) + (wasIn ? "&over=1" : ""));

    public static async Task<IResult> UnreachableAsync(HttpContext http) =>
        Page<UnreachablePage>(await KeptFields.OfAsync(http), StatusCodes.Status503ServiceUnavailable);
}
