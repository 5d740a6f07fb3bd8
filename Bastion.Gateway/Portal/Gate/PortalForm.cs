using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Primitives;

namespace Bastion.Gateway.Portal.Gate;

/// <summary>What was posted. A form that does not prove that it came from our own page is read, shown again, and does nothing.</summary>
internal sealed class PortalForm
{
    private readonly IFormCollection fields;

    private PortalForm(IFormCollection fields, bool genuine)
    {
        this.fields = fields;
        IsGenuine = genuine;
    }

    public bool IsGenuine { get; }

    public string this[string name] => fields[name] is { Count: > 0 } x ? x[^1]?.Trim() ?? "" : "";

    /// <summary>As typed: a password may begin with a space.</summary>
    public string Raw(string name) => fields[name] is { Count: > 0 } x ? x[^1] ?? "" : "";

    public IReadOnlyList<string> All(string name) => [.. fields[name].OfType<string>().Where(x => x.Length > 0)];

    public static async Task<PortalForm> ReadAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
        {
            return new PortalForm(FormCollection.Empty, genuine: false);
        }

        var fields = await http.Request.ReadFormAsync(http.RequestAborted);
        var genuine = IsFromHere(http.Request.Headers["Sec-Fetch-Site"])
            && await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);
        return new PortalForm(fields, genuine);
    }

    /// <summary>For requests without a form (scripts): the antiforgery header alone.</summary>
    public static async Task<bool> IsGenuineAsync(HttpContext http) => IsFromHere(http.Request.Headers["Sec-Fetch-Site"])
        && await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);

    // Fetch Metadata: a browser that sends it says where the request began.
    private static bool IsFromHere(StringValues site) => site.Count == 0 || site is ["same-origin"] or ["none"];
}
