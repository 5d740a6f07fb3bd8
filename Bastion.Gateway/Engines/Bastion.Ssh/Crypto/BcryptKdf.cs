using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bastion.Ssh.Crypto;

/// <summary>bcrypt_pbkdf, by which OpenSSH makes a key of the passphrase of a private key file (PROTOCOL.key).</summary>
internal static class BcryptKdf
{
    private const int HashLength = 32;
    private const int Repeats = 64;

    private static ReadOnlySpan<byte> Plaintext => "OxychromaticBlowfishSwatDynamite"u8;

    public static byte[] Derive(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int rounds, int length)
    {
        byte[] secret = SHA512.HashData(passphrase);
        var key = new byte[length];
        int stride = (length + HashLength - 1) / HashLength;
        Span<byte> sum = stackalloc byte[HashLength];
        Span<byte> block = stackalloc byte[HashLength];
        var counted = new byte[salt.Length + 4];
        salt.CopyTo(counted);
        for (int count = 1; count <= stride; count++)
        {
            BinaryPrimitives.WriteInt32BigEndian(counted.AsSpan(salt.Length), count);
            Hash(secret, SHA512.HashData(counted), block);
            block.CopyTo(sum);
            for (int round = 1; round < rounds; round++)
            {
                Hash(secret, SHA512.HashData(block), block);
                for (int i = 0; i < HashLength; i++)
                {
                    sum[i] ^= block[i];
                }
            }

            // The blocks are spread over the key, not one behind the other.
            for (int i = 0; i < HashLength && (i * stride) + count - 1 < length; i++)
            {
                key[(i * stride) + count - 1] = sum[i];
            }
        }

        CryptographicOperations.ZeroMemory(secret);
        return key;
    }

    private static void Hash(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> salt, Span<byte> output)
    {
        var blowfish = new Blowfish();
        blowfish.Expand(secret, salt);
        for (int i = 0; i < Repeats; i++)
        {
            blowfish.Expand(salt, []);
            blowfish.Expand(secret, []);
        }

        for (int at = 0; at < HashLength; at += 8)
        {
            uint left = BinaryPrimitives.ReadUInt32BigEndian(Plaintext[at..]);
            uint right = BinaryPrimitives.ReadUInt32BigEndian(Plaintext[(at + 4)..]);
            for (int i = 0; i < Repeats; i++)
            {
                blowfish.Encrypt(ref left, ref right);
            }

            BinaryPrimitives.WriteUInt32LittleEndian(output[at..], left);
            BinaryPrimitives.WriteUInt32LittleEndian(output[(at + 4)..], right);
        }

        blowfish.Clear();
    }
}
