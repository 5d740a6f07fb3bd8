using System.Net;
using System.Text;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Access;
using Bastion.Gateway.HttpsBroker.Recording;

namespace Bastion.Gateway.HttpsBroker.Device;

/// <summary>
/// Signs in by the device's own form before the first request, keeps the cookies that the sign-in gave out of the browser, and signs in again when the
/// device has forgotten. A sign-in that was refused is not tried again for a while: accounts of devices lock.
/// </summary>
internal sealed class FormLogin(HttpMessageHandler inner, HttpTerms terms, DeviceCredential credential, string origin, TimeProvider time) : DelegatingHandler(inner)
{
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(1);
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };
    private const int MaxCookies = 50;

    private readonly SemaphoreSlim turn = new(1);
    private readonly Dictionary<string, string> jar = new(StringComparer.Ordinal);
    private int version;
    private long? refusedAt;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var replayable = await SmallBodies.KeepAsync(request, cancellationToken);
        var seen = Volatile.Read(ref version);
        if (seen == 0)
        {
            if (!await SignInAsync(0, request, cancellationToken))
                return Refused(request);
            seen = Volatile.Read(ref version);
        }
        var browser = request.Headers.NonValidated.TryGetValues("Cookie", out var sent) ? sent.ToString() : "";
        var response = await SendWithJarAsync(request, browser, cancellationToken);
        if (!WantsLogin(response))
            return Hide(response);
        if (!await SignInAsync(seen, request, cancellationToken))
        {
            response.Dispose();
            return Refused(request);
        }
        if (!replayable)
            return Hide(response);
        response.Dispose();
        return Hide(await SendWithJarAsync(request, browser, cancellationToken));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            turn.Dispose();
        base.Dispose(disposing);
    }

    private Task<HttpResponseMessage> SendWithJarAsync(HttpRequestMessage request, string browser, CancellationToken cancellation)
    {
        request.Headers.Remove("Cookie");
        string cookies;
        lock (jar)
        {
            var own = browser.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(one => !jar.ContainsKey(one.Split('=')[0]));
            cookies = string.Join("; ", own.Concat(jar.Select(one => $"{one.Key}={one.Value}")));
        }
        if (cookies.Length > 0)
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
        return base.SendAsync(request, cancellation);
    }

    private bool WantsLogin(HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
            return true;
        if ((int)response.StatusCode is < 300 or >= 400 || !response.Headers.NonValidated.TryGetValues("Location", out var location))
            return false;
        var path = PathOf(location.ToString());
        return path.Split('?')[0] == terms.LoginPath;
    }

    /// <summary>One at a time; whoever waited and finds a newer sign-in takes that.</summary>
    private async Task<bool> SignInAsync(int seen, HttpRequestMessage cause, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            if (Volatile.Read(ref version) != seen)
                return true;
            if (refusedAt is { } since && time.GetElapsedTime(since) < AfterRefusal)
                return false;
            var done = await PostAsync(cause, cancellation);
            refusedAt = done ? null : time.GetTimestamp();
            if (cause.Options.TryGetValue(RecordingHandler.Exchange, out var exchange))
                exchange.Event(HttpEvents.Login("form", done));
            if (done)
                Interlocked.Increment(ref version);
            return done;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<bool> PostAsync(HttpRequestMessage cause, CancellationToken cancellation)
    {
        lock (jar)
            jar.Clear();
        using var page = await AskAsync(HttpMethod.Get, terms.LoginPath, null, cause, cancellation);
        var form = LoginForm.Find(await ReadAsync(page, cancellation), terms.UserField, terms.PasswordField);
        if (form is null)
            return false;
        using var body = new FormUrlEncodedContent(form.Filled(credential.Account, credential.Secret.Reveal()));
        var action = form.Action.Length == 0 ? terms.LoginPath : PathOf(new Uri(new Uri(DeviceHandlers.Root, terms.LoginPath), form.Action).AbsoluteUri);
        using var answer = await AskAsync(HttpMethod.Post, action, body, cause, cancellation);
        // Refused: an error, or the form once more.
        if ((int)answer.StatusCode >= 400)
            return false;
        return (int)answer.StatusCode >= 300
            ? !(answer.Headers.NonValidated.TryGetValues("Location", out var location) && PathOf(location.ToString()).Split('?')[0] == terms.LoginPath)
            : LoginForm.Find(await ReadAsync(answer, cancellation), terms.UserField, terms.PasswordField) is null;
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, HttpContent? body, HttpRequestMessage cause, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(DeviceHandlers.Root.OriginalString + path, AsItIs)) { Version = cause.Version, VersionPolicy = cause.VersionPolicy, Content = body };
        request.Headers.Host = cause.Headers.Host;
        if (method == HttpMethod.Post)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
            request.Headers.TryAddWithoutValidation("Referer", origin + terms.LoginPath);
        }
        var response = await SendWithJarAsync(request, "", cancellation);
        Keep(response);
        return response;
    }

    private void Keep(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Set-Cookie", out var cookies))
            return;
        lock (jar)
            foreach (var cookie in cookies)
            {
                var pair = cookie.Split(';')[0];
                if (pair.IndexOf('=', StringComparison.Ordinal) is var equals and > 0 && (jar.Count < MaxCookies || jar.ContainsKey(pair[..equals].Trim())))
                    jar[pair[..equals].Trim()] = pair[(equals + 1)..].Trim();
            }
    }

    /// <summary>The sign-in's cookies stay here, also when the device changes them.</summary>
    private HttpResponseMessage Hide(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Set-Cookie", out var cookies))
            return response;
        var shown = new List<string>();
        lock (jar)
            foreach (var cookie in cookies)
            {
                var pair = cookie.Split(';')[0];
                var name = pair.Split('=')[0].Trim();
                if (jar.ContainsKey(name))
                    jar[name] = pair.Contains('=', StringComparison.Ordinal) ? pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim() : "";
                else
                    shown.Add(cookie);
            }
        response.Headers.Remove("Set-Cookie");
        foreach (var cookie in shown)
            response.Headers.TryAddWithoutValidation("Set-Cookie", cookie);
        return response;
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var page = new byte[LoginForm.MaxPage];
        var read = await stream.ReadAtLeastAsync(page, page.Length, throwOnEndOfStream: false, cancellation);
        return Encoding.Latin1.GetString(page, 0, read);
    }

    /// <summary>Path and query of an address, whatever server it names: this goes to the device alone.</summary>
    private static string PathOf(string location)
    {
        var scheme = location.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return location.StartsWith('/') ? location : "/" + location;
        var slash = location.IndexOf('/', scheme + 3);
        return slash < 0 ? "/" : location[slash..];
    }

    private static HttpResponseMessage Refused(HttpRequestMessage request)
    {
        var refused = new HttpResponseMessage(HttpStatusCode.Unauthorized) { RequestMessage = request, Content = new ByteArrayContent([]) };
        refused.Headers.TryAddWithoutValidation("WWW-Authenticate", "Form");
        return refused;
    }
}
