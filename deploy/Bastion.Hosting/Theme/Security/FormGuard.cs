using Bastion.Hosting.Theme.Errors;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Bastion.Hosting.Theme.Security;

/// <summary>A form whose token does not fit goes no further: the page says that it is too old and how to send it again.</summary>
internal sealed class FormGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false }
            ? ErrorPages.Show(context, StatusCodes.Status400BadRequest, ErrorKind.FormExpired)
            : next(context);
}
