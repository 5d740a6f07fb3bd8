using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Bastion.Admin.Contracts;
using Bastion.Gateway.HttpsBroker.Front;
using Bastion.Gateway.Sessions;
using Bastion.Hosting.Theme.Language;

namespace Bastion.Gateway.HttpsBroker.Pages;

/// <summary>
/// A page of ours on a session's host, where the device's would be. It stands alone: no script, no asset, its style under a nonce,
/// and it is readable as one sentence by whatever asked for something else than a page.
/// </summary>
internal sealed class WebPage
{
    private readonly int status;
    private readonly string key;
    private readonly CultureInfo culture;
    private readonly string title;
    private readonly string text;
    private string more = "";
    private bool clears;

    private WebPage(int status, string key, CultureInfo culture, string title, string text)
    {
        this.status = status;
        this.key = key;
        this.culture = culture;
        this.title = title;
        this.text = text;
    }

    public static WebPage Ended(SessionEnd end, Lease terms, CultureInfo culture, GatewayOptions options) =>
        new(StatusCodes.Status410Gone, "ended", culture, WebTexts.Get("ended.title", culture), SessionTexts.End(end.Reason, end.Text, culture))
        {
            more = $"<p class=\"m\">{Text(terms.Device.Name)} · {Text(terms.InterventionNumber)}</p><p><a href=\"{Text(Portal(options))}\">{Text(WebTexts.Get("portal", culture))}</a></p>",
            clears = true,
        };

    public static WebPage Unknown(HttpContext http)
    {
        var culture = CultureInfo.GetCultureInfo(Languages.FromBrowser(http.Request));
        return new WebPage(StatusCodes.Status404NotFound, "unknown", culture, WebTexts.Get("ended.title", culture), WebTexts.Get("unknown.text", culture)) { clears = true };
    }

    public static WebPage Frozen(WebSession session)
    {
        var culture = session.Session.Culture;
        return new WebPage(StatusCodes.Status503ServiceUnavailable, "frozen", culture, WebTexts.Get("frozen.title", culture), SessionTexts.Frozen(session.Session.Current.Freeze, "", culture))
        {
            more = $"<p class=\"m\">{Text(WebTexts.Get("frozen.again", culture))}</p>",
        };
    }

    /// <param name="detail">Where the device wanted to go, with the page "elsewhere".</param>
    public static WebPage Refused(WebSession session, WebRefusal refusal, string detail = "")
    {
        var culture = session.Session.Culture;
        return new WebPage(refusal.Status, refusal.Page, culture, WebTexts.Get(refusal.Page + ".title", culture), WebTexts.Get(refusal.Page + ".text", culture))
        {
            // Shown as text and not as a link: nobody leaves from here by a click.
            more = detail.Length == 0 ? "" : $"<p class=\"a\">{Text(detail.Length > 300 ? detail[..300] + "…" : detail)}</p>",
        };
    }

    public static WebPage Leave(WebSession session)
    {
        var culture = session.Session.Culture;
        var terms = session.Session.Terms;
        return new WebPage(StatusCodes.Status200OK, "leave", culture, terms.Device.Label, SessionTexts.Recorded(session.Session))
        {
            more = $"<form method=\"post\" action=\"{WebDoorway.Leave}\"><button>{Text(WebTexts.Get("leave.do", culture))}</button></form>",
        };
    }

    public async Task WriteAsync(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Content-Type-Options"] = "nosniff";
        response.Headers["X-Bastion-Page"] = key;
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers["Referrer-Policy"] = "no-referrer";
        if (clears)
            response.Headers["Clear-Site-Data"] = "\"cookies\", \"storage\"";
        if (HttpMethods.IsHead(http.Request.Method))
            return;
        var page = http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'";
        response.ContentType = page ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
        var body = Encoding.UTF8.GetBytes(page ? Html(nonce) : $"{title}\n{text}\n");
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, http.RequestAborted);
    }

    private string Html(string nonce) =>
        $$"""
        <!doctype html>
        <html lang="{{culture.TwoLetterISOLanguageName}}">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{Text(title)}}</title>
        <style nonce="{{nonce}}">
        :root{color-scheme:light dark;--i:#14212b;--b:#f4f6f7;--c:#fff;--p:#0b6e7a;--m:#5a6872}
        @media(prefers-color-scheme:dark){:root{--i:#e8eef1;--b:#10181e;--c:#182229;--p:#5fc3cf;--m:#9aa8b2} }
        body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--b);color:var(--i);font:1rem/1.5 system-ui,sans-serif}
        main{max-width:34rem;margin:1rem;padding:2rem;background:var(--c);border-radius:.75rem;border-top:.25rem solid var(--p)}
        h1{font-size:1.375rem;margin:0 0 .75rem}p{margin:.5rem 0}.m{color:var(--m)}.a{font-family:ui-monospace,monospace;overflow-wrap:anywhere}a{color:var(--p)}
        button{font:inherit;padding:.5rem 1rem;border:0;border-radius:.5rem;background:#b3261e;color:#fff;margin-top:1rem}
        </style>
        <main><h1>{{Text(title)}}</h1><p>{{Text(text)}}</p>{{more}}</main>
        </html>
        """;

    private static string Portal(GatewayOptions options) => $"https://{options.PortalHosts[0]}{(options.PortalListen is { IsUnix: false, Port: not (443 or 0) } door ? ":" + door.Port.ToString(CultureInfo.InvariantCulture) : "")}/";

    private static string Text(string plain) => HtmlEncoder.Default.Encode(plain);
}
