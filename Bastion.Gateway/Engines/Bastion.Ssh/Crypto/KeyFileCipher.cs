using System.Security.Cryptography;
using System.Text;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Crypto;

/// <summary>Opens the private section of an encrypted OpenSSH key file (PROTOCOL.key): aes256-ctr, and what older ssh-keygen wrote.</summary>
internal static class KeyFileCipher
{
    private const int KeyLength = 32;
    private const int BlockLength = 16;

    /// <param name="cipher">Name in the file.</param>
    /// <param name="kdfOptions">string salt, uint32 rounds.</param>
    /// <param name="section">Encrypted; decrypted in place.</param>
    /// <exception cref="FormatException">Another cipher, or sizes that do not fit.</exception>
    public static void Open(string cipher, ReadOnlyMemory<byte> kdfOptions, ReadOnlySpan<char> passphrase, Span<byte> section)
    {
        var options = new WireReader(kdfOptions);
        byte[] salt = options.ReadStringSpan(SshLimits.Name).ToArray();
        uint rounds = options.ReadUInt32();
        options.RequireEnd();
        if (rounds is 0 or > SshLimits.KeyFileRounds || salt.Length == 0 || section.Length % BlockLength != 0)
        {
            throw new FormatException("the private key is damaged");
        }

        byte[] text = Encoding.UTF8.GetBytes(passphrase.ToArray());
        byte[] key = BcryptKdf.Derive(text, salt, (int)rounds, KeyLength + BlockLength);
        try
        {
            Decrypt(cipher, key, section);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static void Decrypt(string cipher, byte[] key, Span<byte> section)
    {
        switch (cipher)
        {
            case "aes256-ctr":
                using (var counter = new AesCtr(key.AsSpan(0, KeyLength), key.AsSpan(KeyLength)))
                {
                    counter.Apply(section);
                }

                break;
            case "aes256-cbc":
                using (var aes = Aes.Create())
                {
                    aes.SetKey(key.AsSpan(0, KeyLength));
                    aes.DecryptCbc(section.ToArray(), key.AsSpan(KeyLength), section, PaddingMode.None);
                }

                break;
            default:
                throw new FormatException("the private key is encrypted with a cipher that is not supported; write it again with ssh-keygen -p");
        }
    }
}
