namespace Bastion.Gateway.Portal.Gate;

/// <summary>The browser holds Admin's opaque token and nothing else. RFC 6265bis: the __Host- prefix binds it to this host, over TLS only.</summary>
internal static class SignInCookie
{
    public const string Name = "__Host-bastion";
    private const int LongestToken = 256;

    public static string Read(HttpContext http) =>
        http.Request.Cookies.TryGetValue(Name, out var token) && token.Length <= LongestToken ? token : "";

    public static void Write(HttpContext http, string token) => http.Response.Cookies.Append(Name, token, Strict());

    public static void Forget(HttpContext http) => http.Response.Cookies.Delete(Name, Strict());

    public static CookieOptions Strict(TimeSpan? life = null) => new()
    {
        Path = "/",
        Secure = true,
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        IsEssential = true,
        MaxAge = life,
    };
}
