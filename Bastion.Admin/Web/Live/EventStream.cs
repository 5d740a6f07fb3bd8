using System.Text;

namespace Bastion.Admin.Web.Live;

/// <summary>Server-sent events (WHATWG HTML, 9.2) on one answer.</summary>
internal sealed class EventStream(HttpContext context)
{
    public void Start()
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    /// <param name="name">Empty: the default event, "message".</param>
    /// <param name="data">One line.</param>
    /// <param name="cancellation">Of the stream.</param>
    public async Task SendAsync(string name, string data, CancellationToken cancellation)
    {
        var text = name.Length == 0 ? $"data: {data}\n\n" : $"event: {name}\ndata: {data}\n\n";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
        await context.Response.Body.FlushAsync(cancellation);
    }
}
