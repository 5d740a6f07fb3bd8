using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;

namespace Bastion.Hosting.Theme.Errors;

/// <summary>Turns an error without a body into a page, for visitors who asked for one. What happened, why, what next; the reference last, in small.</summary>
public sealed partial class ErrorPages(RequestDelegate next, ILogger<ErrorPages> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (BadHttpRequestException bad)
        {
            context.Response.StatusCode = bad.StatusCode;
        }
        catch (Exception error) when (WantsPage(context.Request) && !context.Response.HasStarted)
        {
            PageFailed(logger, error, context.Request.Method, context.Request.Path, context.TraceIdentifier);
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }

        var response = context.Response;
        if (response.StatusCode < 400 || response.HasStarted || response.ContentLength is > 0 || response.ContentType is not null || !WantsPage(context.Request))
            return;
        await Show(context, response.StatusCode, KindOf(response.StatusCode));
    }

    /// <summary>Answers with the page of this error.</summary>
    public static Task Show(HttpContext context, int status, ErrorKind kind)
    {
        context.Response.StatusCode = status;
        return new RazorComponentResult<ErrorPage>(new Dictionary<string, object?> { ["Kind"] = kind }) { StatusCode = status, PreventStreamingRendering = true }.ExecuteAsync(context);
    }

    private static ErrorKind KindOf(int status) => status switch
    {
        StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => ErrorKind.NotFound,
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => ErrorKind.Forbidden,
        StatusCodes.Status429TooManyRequests => ErrorKind.TooMany,
        StatusCodes.Status503ServiceUnavailable => ErrorKind.Unavailable,
        < 500 => ErrorKind.BadRequest,
        _ => ErrorKind.Broken,
    };

    private static bool WantsPage(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    [LoggerMessage(EventId = 3100, Level = LogLevel.Error, Message = "Page failed: {Method} {Path}, reference {Reference}")]
    private static partial void PageFailed(ILogger logger, Exception error, string method, string path, string reference);
}
