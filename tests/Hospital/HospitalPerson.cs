using OtpNet;

namespace Bastion.Hospitals;

/// <summary>Somebody of the test hospital, with what that person knows and holds.</summary>
/// <param name="TotpSecret">The shared secret, raw.</param>
public sealed record HospitalPerson(string Login, string Name, string Password, byte[] TotpSecret)
{
    private long lastStep = -1;

    /// <summary>The code of an instant (RFC 6238: SHA-1, 30 s, 6 digits).</summary>
    public string CodeAt(DateTimeOffset now) => new Totp(TotpSecret).ComputeTotp(now.UtcDateTime);

    /// <summary>A step that this person has not used yet; null until the next one begins.</summary>
    public string? FreshCode(DateTimeOffset now)
    {
        var step = now.ToUnixTimeSeconds() / 30;
        if (step <= lastStep)
        {
            return null;
        }

        lastStep = step;
        return CodeAt(now);
    }
}
