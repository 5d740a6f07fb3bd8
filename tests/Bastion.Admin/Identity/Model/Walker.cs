namespace Bastion.Admin.Tests.Identity.Model;

/// <summary>One browser: what it holds between two steps, and whose factors it has really shown.</summary>
internal sealed class Walker
{
    public string Attempt { get; set; } = "";

    /// <summary>Whose password was right for the attempt it holds; null: nobody's.</summary>
    public Guid? PasswordOf { get; set; }

    public string PasskeyOptions { get; set; } = "";

    public string PasskeyAttempt { get; set; } = "";

    public string Token { get; set; } = "";

    /// <summary>Whom the model says that token is.</summary>
    public Guid? Who { get; set; }
}
