using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bastion.Hosting.Theme.Bundles;

/// <summary>Answers everything under <c>/assets/</c>: immutable by address, so a browser asks once.</summary>
internal sealed class AssetServer(RequestDelegate next, AssetCatalog catalog)
{
    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        return path.StartsWith(AssetCatalog.Root, StringComparison.Ordinal) ? Answer(context, path) : next(context);
    }

    private async Task Answer(HttpContext context, string path)
    {
        var get = HttpMethods.IsGet(context.Request.Method);
        var file = catalog.Find(path.AsSpan(AssetCatalog.Root.Length));
        if (file is null || !(get || HttpMethods.IsHead(context.Request.Method)))
        {
            context.Response.StatusCode = file is null ? StatusCodes.Status404NotFound : StatusCodes.Status405MethodNotAllowed;
            return;
        }

        var compressed = file.Brotli is not null && AcceptsBrotli(context.Request);
        var body = compressed ? file.Brotli! : file.Plain;
        var headers = context.Response.Headers;
        headers.ContentType = file.ContentType;
        headers.CacheControl = "public, max-age=31536000, immutable";
        if (file.Brotli is not null)
            headers.Vary = HeaderNames.AcceptEncoding;
        if (compressed)
            headers.ContentEncoding = "br";
        context.Response.ContentLength = body.Length;
        if (get)
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static bool AcceptsBrotli(HttpRequest request)
    {
        foreach (var value in request.GetTypedHeaders().AcceptEncoding)
            if (value.Value.Equals("br", StringComparison.OrdinalIgnoreCase))
                return value.Quality is not 0;
        return false;
    }
}
