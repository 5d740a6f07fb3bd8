using System.Buffers.Text;
using System.Text;

namespace Bastion.Gateway.Portal.Gate;

/// <summary>Between password and code: Admin's opaque attempt, and the login as it was typed, to show it again.</summary>
internal static class AttemptCookie
{
    public const string Name = "__Host-attempt";
    public const int LongestLogin = 128;
    private const int Longest = 1024;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    public static (string Attempt, string Login)? Read(HttpContext http)
    {
        if (!http.Request.Cookies.TryGetValue(Name, out var value) || value.Length > Longest || value.LastIndexOf('~') is var cut and < 1)
        {
            return null;
        }

        try
        {
            return (value[..cut], Encoding.UTF8.GetString(Base64Url.DecodeFromChars(value.AsSpan(cut + 1))));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public static void Write(HttpContext http, string attempt, string login)
    {
        var shown = login.Length > LongestLogin ? login[..LongestLogin] : login;
        http.Response.Cookies.Append(Name, attempt + "~" + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(shown)), SignInCookie.Strict(Life));
    }

    public static void Forget(HttpContext http) => http.Response.Cookies.Delete(Name, SignInCookie.Strict());
}
