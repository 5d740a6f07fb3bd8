using System.Buffers.Text;
using System.Text;

namespace Bastion.Gateway.Portal.Gate;

/// <summary>Between password and code: Admin's opaque attempt, and the login as it was typed, to show it again.</summary>
internal static class SignInAttemptCookie
{
    public const int LongestLogin = 64;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    public static (string Attempt, string Login)? Read(HttpContext http)
    {
        var value = SignInCookie.Attempt.Read(http) ?? "";
        var cut = value.LastIndexOf('~');
        if (cut < 1 || !Base64Url.IsValid(value.AsSpan(cut + 1)))
            return null;
        return (value[..cut], Encoding.UTF8.GetString(Base64Url.DecodeFromChars(value.AsSpan(cut + 1))));
    }

    public static void Write(HttpContext http, string attempt, string login)
    {
        var shown = login.Length > LongestLogin ? login[..LongestLogin] : login;
        SignInCookie.Attempt.Write(http, attempt + "~" + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(shown)), Life);
    }
}
