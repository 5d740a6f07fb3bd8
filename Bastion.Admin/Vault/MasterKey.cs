using System.Security.Cryptography;
using System.Text;

namespace Bastion.Admin.Vault;

/// <summary>32 bytes from a file that is never in a backup of the database.</summary>
internal sealed class MasterKey
{
    private readonly byte[] bytes;

    public MasterKey(byte[] bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, 32);
        this.bytes = bytes;
    }

    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>The file holds 32 raw bytes, or their base64 on one line.</summary>
    public static MasterKey? Read(string path)
    {
        var content = File.ReadAllBytes(path);
        if (content.Length == 32)
            return new(content);
        var decoded = new byte[48];
        return Convert.TryFromBase64String(Encoding.ASCII.GetString(content).Trim(), decoded, out var length) && length == 32
            ? new(decoded[..32])
            : null;
    }

    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, bytes, 32, info: Encoding.UTF8.GetBytes("bastion.admin/" + purpose));

    public override string ToString() => "";
}
