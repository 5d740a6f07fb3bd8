using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Bastion.Admin.Identity;

/// <summary>256-bit bearer tokens; only their SHA-256 is stored.</summary>
internal static class Tokens
{
    private const int MaxLength = 100;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token.Length > MaxLength ? "" : token));
}
