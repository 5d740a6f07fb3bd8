using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Bastion.Verify;

/// <summary>RFC 3161: whether a token stamps these bytes, who signed it and when.</summary>
internal static class TimestampCheck
{
    /// <summary>When, and by whom; null when the token is about something else or not signed.</summary>
    public static (DateTimeOffset At, X509Certificate2 Signer)? Read(byte[] token, string stamped)
    {
        try
        {
            return Rfc3161TimestampToken.TryDecode(token, out var decoded, out _) && decoded.VerifySignatureForData(Encoding.UTF8.GetBytes(stamped), out var signer)
                ? (decoded.TokenInfo.Timestamp, signer!)
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Whether one of these PEM certificates is the signer's or signed it.</summary>
    public static bool IsTrusted(X509Certificate2 signer, DateTimeOffset at, IEnumerable<string> authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        foreach (var authority in authorities)
            chain.ChainPolicy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(authority));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        return chain.Build(signer);
    }
}
