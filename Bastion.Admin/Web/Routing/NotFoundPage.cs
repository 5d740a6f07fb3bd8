using Bastion.Hosting.Theme.Errors;

namespace Bastion.Admin.Web.Routing;

/// <summary>What is not there, or not this visitor's to see: one answer for both.</summary>
internal sealed class NotFoundPage : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => ErrorPages.Show(httpContext, StatusCodes.Status404NotFound, ErrorKind.NotFound);
}
