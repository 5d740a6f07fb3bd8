using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Bastion.Hosting.Theme.Security;

/// <summary>
/// The content security policy of one answer. Every page starts from the strict one; a page with a terminal adds what it needs, and only that.
/// </summary>
public sealed class PagePolicy
{
    private readonly List<string> _connect = [];
    private readonly List<string> _forms = [];
    private bool _webAssembly;
    private bool _sealed;

    /// <summary>For the style element that a terminal writes; null until a page asks for it.</summary>
    public string? StyleNonce { get; private set; }

    public static PagePolicy Of(HttpContext context)
    {
        var policy = context.Features.Get<PagePolicy>();
        if (policy is null)
            context.Features.Set(policy = new PagePolicy());
        return policy;
    }

    /// <summary>Lets style elements with this nonce apply (terminal emulators write their colours that way).</summary>
    public string AllowStyleNonce() => StyleNonce ??= Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));

    /// <summary>Lets the page's own scripts compile WebAssembly (terminal and desktop players).</summary>
    public void AllowWebAssembly() => _webAssembly = true;

    /// <summary>Lets the page connect to one more origin, for instance <c>wss://host</c> where 'self' does not cover it.</summary>
    public void AllowConnect(string origin) => _connect.Add(Checked(origin));

    /// <summary>Lets a form of the page lead to one more origin (a redirect counts), for instance <c>https://*.domain</c>.</summary>
    public void AllowForm(string origin) => _forms.Add(Checked(origin));

    /// <summary>For an answer that strangers wrote: an origin of its own, no script, no network, no frame around it.</summary>
    public void Seal() => _sealed = true;

    public override string ToString() => _sealed
        ? "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
        : Open();

    private string Open() =>
        "default-src 'none'"
        + $"; style-src 'self'{(StyleNonce is null ? "" : $" 'nonce-{StyleNonce}'")}"
        + $"; script-src 'self'{(_webAssembly ? " 'wasm-unsafe-eval'" : "")}"
        + "; img-src 'self' data:; font-src 'self'"
        + $"; connect-src 'self'{string.Concat(_connect.Select(origin => " " + origin))}"
        + $"; form-action 'self'{string.Concat(_forms.Select(origin => " " + origin))}; frame-ancestors 'none'; base-uri 'none'";

    private static string Checked(string origin) =>
        origin.AsSpan().IndexOfAny(" ;,\r\n") < 0 ? origin : throw new ArgumentException("An origin has no separators.", nameof(origin));
}
