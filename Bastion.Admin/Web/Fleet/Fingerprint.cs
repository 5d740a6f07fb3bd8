using System.Security.Cryptography;

namespace Bastion.Admin.Web.Fleet;

/// <summary>A key as people compare it: "SHA256:" and unpadded base64, as OpenSSH prints it.</summary>
internal static class Fingerprint
{
    public static string Of(byte[] publicKey) => "SHA256:" + Convert.ToBase64String(SHA256.HashData(publicKey)).TrimEnd('=');
}
