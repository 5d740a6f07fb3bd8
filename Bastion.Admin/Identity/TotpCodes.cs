using System.Security.Cryptography;
using OtpNet;

namespace Bastion.Admin.Identity;

/// <summary>RFC 6238: SHA-1, 30 s, 6 digits, one step of tolerance to each side.</summary>
internal static class TotpCodes
{
    public const int StepSeconds = 30;
    private const int SecretLength = 20;

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretLength);

    /// <returns>The step that the code belongs to, or null.</returns>
    public static long? Match(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        var digits = Digits(code);
        var totp = new Totp(secret.ToArray(), StepSeconds, OtpHashMode.Sha1, 6);
        return totp.VerifyTotp(now.UtcDateTime, digits ?? "", out var step, new VerificationWindow(1, 1)) && digits is not null ? step : null;
    }

    public static string Base32(ReadOnlySpan<byte> secret) => Base32Encoding.ToString(secret.ToArray()).TrimEnd('=');

    public static byte[] FromBase32(string secret) => Base32Encoding.ToBytes(secret);

    public static string Uri(ReadOnlySpan<byte> secret, string login, string issuer) =>
        $"otpauth://totp/{System.Uri.EscapeDataString(issuer)}:{System.Uri.EscapeDataString(login)}?secret={Base32(secret)}&issuer={System.Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits=6&period=30";

    /// <summary>Six ASCII digits; spaces as authenticators show them are taken out, nothing else is.</summary>
    private static string? Digits(string code)
    {
        var digits = code.Replace(" ", "", StringComparison.Ordinal);
        return digits.Length == 6 && digits.All(char.IsAsciiDigit) ? digits : null;
    }
}
