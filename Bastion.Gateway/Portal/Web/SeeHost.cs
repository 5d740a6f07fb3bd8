namespace Bastion.Gateway.Portal.Web;

/// <summary>303 to a host of a web session: the only redirect of the portal that leaves it, to an address that Gateway itself has made.</summary>
internal sealed class SeeHost(string address) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = address;
        return Task.CompletedTask;
    }
}
