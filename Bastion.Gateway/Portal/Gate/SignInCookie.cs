using Bastion.Hosting.Theme.Security;

namespace Bastion.Gateway.Portal.Gate;

/// <summary>The browser holds Admin's opaque tokens and nothing else.</summary>
internal static class SignInCookie
{
    /// <summary>The sign-in.</summary>
    public static readonly OpaqueCookie Token = new("portal");

    /// <summary>Between the question to an authenticator and its answer: Admin's attempt.</summary>
    public static readonly OpaqueCookie Passkey = new("portal-passkey");

    /// <summary>Between password and code: Admin's attempt and the login as typed, see <see cref="SignInAttemptCookie"/>.</summary>
    public static readonly OpaqueCookie Attempt = new("portal-attempt");
}
