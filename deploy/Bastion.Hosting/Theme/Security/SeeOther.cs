using Microsoft.AspNetCore.Http;

namespace Bastion.Hosting.Theme.Security;

/// <summary>303 to a page of this host: the answer to a post that succeeded (RFC 9110, 15.4.4).</summary>
public sealed class SeeOther(string localUrl) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = LocalUrl.Or(localUrl, "/");
        return Task.CompletedTask;
    }
}
