namespace Bastion.Admin.Identity;

internal static class PasswordPolicy
{
    public const int MinLength = 12;

    /// <summary>A named cap: hashing cost must not grow with what a peer sends.</summary>
    public const int MaxLength = 128;

    public static Denial? Judge(string password, string login, string name)
    {
        var weak = password.Length is < MinLength or > MaxLength
            || password.Distinct().Count() < 5
            || password.Contains('\0', StringComparison.Ordinal)
            || password.Contains(login, StringComparison.OrdinalIgnoreCase)
            || string.Equals(password, name, StringComparison.OrdinalIgnoreCase);
        return weak
            ? new Denial(DenialCode.PasswordWeak, new Dictionary<string, string> { ["min"] = "12", ["max"] = "128" })
            : null;
    }
}
