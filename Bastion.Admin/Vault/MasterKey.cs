using System.Security.Cryptography;
using System.Text;

namespace Bastion.Admin.Vault;

/// <summary>32 bytes that wrap the data keys.</summary>
internal sealed class MasterKey
{
    private readonly byte[] bytes;

    public MasterKey(byte[] bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, 32);
        this.bytes = bytes;
    }

    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Tells keys apart without telling anything of them.</summary>
    public string Name => Convert.ToHexStringLower(Derive("name").AsSpan(0, 4));

    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, bytes, 32, info: Encoding.UTF8.GetBytes("bastion.admin/" + purpose));

    public override string ToString() => "";
}
