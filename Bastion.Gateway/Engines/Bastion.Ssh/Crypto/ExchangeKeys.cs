using System.Security.Cryptography;

namespace Bastion.Ssh.Crypto;

/// <summary>Keys out of one key exchange, RFC 4253 section 7.2.</summary>
internal sealed class ExchangeKeys(HashAlgorithmName hash, byte[] sharedSecret, byte[] exchangeHash, byte[] sessionId) : IDisposable
{
    public byte[] ExchangeHash => exchangeHash;

    /// <summary>The cipher of one direction with its keys.</summary>
    public PacketCipher CreateCipher(NegotiatedAlgorithms algorithms, bool clientToServer)
    {
        string cipher = clientToServer ? algorithms.CipherClientToServer : algorithms.CipherServerToClient;
        string mac = clientToServer ? algorithms.MacClientToServer : algorithms.MacServerToClient;
        char letter = clientToServer ? 'A' : 'B';
        byte[] iv = Derive(letter, 16);
        byte[] key = Derive((char)(letter + 2), CipherSuite.KeyLength(cipher));
        byte[] macKey = Derive((char)(letter + 4), CipherSuite.MacKeyLength(mac));
        try
        {
            return CipherSuite.Create(cipher, mac, key, iv, macKey);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(iv);
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(macKey);
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(sharedSecret);

    // HASH(K || H || letter || session_id), lengthened by HASH(K || H || what there is).
    private byte[] Derive(char letter, int length)
    {
        using var incremental = IncrementalHash.CreateHash(hash);
        var result = new byte[length];
        Span<byte> block = stackalloc byte[incremental.HashLengthInBytes];
        int filled = 0;
        while (filled < length)
        {
            incremental.AppendData(sharedSecret);
            incremental.AppendData(exchangeHash);
            if (filled == 0)
            {
                incremental.AppendData([(byte)letter]);
                incremental.AppendData(sessionId);
            }
            else
            {
                incremental.AppendData(result.AsSpan(0, filled));
            }

            incremental.GetHashAndReset(block);
            int taken = Math.Min(block.Length, length - filled);
            block[..taken].CopyTo(result.AsSpan(filled));
            filled += taken;
        }

        CryptographicOperations.ZeroMemory(block);
        return result;
    }
}
