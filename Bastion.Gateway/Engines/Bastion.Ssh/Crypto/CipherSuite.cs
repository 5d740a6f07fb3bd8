using System.Security.Cryptography;

namespace Bastion.Ssh.Crypto;

/// <summary>Cipher and MAC names to code.</summary>
internal static class CipherSuite
{
    public const string ChaChaPoly = "chacha20-poly1305@openssh.com";
    public const string NoMac = "(aead)";

    public static bool IsAead(string cipher) => cipher is "aes128-gcm@openssh.com" or "aes256-gcm@openssh.com" or ChaChaPoly;

    public static int KeyLength(string cipher) => cipher switch
    {
        "aes128-gcm@openssh.com" or "aes128-ctr" => 16,
        "aes192-ctr" => 24,
        "aes256-gcm@openssh.com" or "aes256-ctr" => 32,
        ChaChaPoly => ChaChaPolyCipher.KeyMaterialLength,
        _ => throw new ArgumentException("unknown cipher", nameof(cipher)),
    };

    public static int MacKeyLength(string mac) => mac switch
    {
        NoMac => 0,
        "hmac-sha2-256" or "hmac-sha2-256-etm@openssh.com" => 32,
        "hmac-sha2-512" or "hmac-sha2-512-etm@openssh.com" => 64,
        _ => throw new ArgumentException("unknown MAC", nameof(mac)),
    };

    /// <param name="iv">16 bytes; GCM takes the first 12.</param>
    public static PacketCipher Create(string cipher, string mac, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> macKey)
    {
        switch (cipher)
        {
            case "aes128-gcm@openssh.com" or "aes256-gcm@openssh.com":
                return new AesGcmCipher(key, iv[..AesGcmCipher.NonceLength]);
            case ChaChaPoly:
                return new ChaChaPolyCipher(key);
            default:
                HashAlgorithmName hash = macKey.Length == 32 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512;
                var ctr = new AesCtr(key, iv);
                var hmac = new PacketMac(hash, macKey);
                return mac.EndsWith("-etm@openssh.com", StringComparison.Ordinal)
                    ? new AesCtrThenMacCipher(ctr, hmac)
                    : new AesCtrAndMacCipher(ctr, hmac);
        }
    }
}
