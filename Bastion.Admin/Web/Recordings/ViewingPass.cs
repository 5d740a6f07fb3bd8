using System.Globalization;
using System.Security.Cryptography;
using Bastion.Admin.Identity;
using Microsoft.AspNetCore.DataProtection;

namespace Bastion.Admin.Web.Recordings;

/// <summary>The reason that a viewer gave, sealed for one person, one recording and one hour: it travels in the address of the replay, and with every read to the journal.</summary>
internal sealed class ViewingPass(IDataProtectionProvider protection, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private readonly IDataProtector _protector = protection.CreateProtector("recording.view");

    public string Issue(StaffContext who, string recording, string reason) => _protector.Protect(string.Join('\n',
        (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), who.StaffId.ToString(), recording, reason));

    /// <summary>The reason; null when the pass is another's, another recording's, too old or not ours.</summary>
    public string? Reason(StaffContext who, string recording, string? pass)
    {
        if (pass is not { Length: > 0 and < 8000 })
            return null;
        try
        {
            var parts = _protector.Unprotect(pass).Split('\n', 4);
            return parts.Length == 4
                && long.Parse(parts[0], CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeSeconds()
                && parts[1] == who.StaffId.ToString()
                && parts[2] == recording
                ? parts[3]
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
