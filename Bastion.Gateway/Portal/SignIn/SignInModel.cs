using Bastion.Admin.Contracts;

namespace Bastion.Gateway.Portal.SignIn;

/// <summary>The first page of a sign-in; after a refusal with the login as it was typed.</summary>
internal sealed class SignInModel
{
    public string Login { get; init; } = "";

    public string Back { get; init; } = "";

    /// <summary>The sign-in, or the attempt, was over.</summary>
    public bool Over { get; init; }

    /// <summary>Login or password was left empty.</summary>
    public bool Incomplete { get; init; }

    public Refusal? Refusal { get; init; }

    /// <summary>Seconds until Admin takes another attempt; 0 when it would now.</summary>
    public int Wait => Refusal is not null && Refusal.Facts.TryGetValue("wait", out var text) && int.TryParse(text, out var seconds) ? Math.Clamp(seconds, 0, 86_400) : 0;
}
