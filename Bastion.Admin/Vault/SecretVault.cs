using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Bastion.Admin.Persistence;
using Bastion.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Vault;

/// <summary>
/// Envelope encryption: the master key (a file outside the database) wraps data keys, data keys seal rows.
/// Sealed = version 1, data key id (16), nonce (12), ciphertext, tag (16); AES-256-GCM with the purpose and the row id as associated data,
/// so that a sealed value moved to another row does not open.
/// </summary>
internal sealed class SecretVault(MasterKey master, AdminStore store, TimeProvider time)
{
    private const byte FormatVersion = 1;
    private const int IdLength = 16;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeaderLength = 1 + IdLength + NonceLength;

    private readonly ConcurrentDictionary<Guid, byte[]> keys = [];
    private Guid current;

    /// <summary>Unwraps the data keys, and makes the first one. Fails when the master key is not the one that wrapped them.</summary>
    public async Task OpenAsync()
    {
        var rows = await store.ReadAsync(db => db.DataKeys.OrderBy(key => key.CreatedAt).ToListAsync());
        if (rows.Count == 0)
        {
            var key = RandomNumberGenerator.GetBytes(32);
            var now = time.GetUtcNow();
            var row = new DataKey { Id = Guid.CreateVersion7(now), CreatedAt = now, Wrapped = [] };
            row.Wrapped = Seal(master.Bytes, row.Id, "data-key", row.Id, key);
            rows.Add(await store.WriteAsync(db =>
            {
                db.DataKeys.Add(row);
                return Task.FromResult(row);
            }));
        }

        foreach (var row in rows)
        {
            using var key = Open(master.Bytes, "data-key", row.Id, row.Wrapped);
            keys[row.Id] = key.Bytes.ToArray();
            current = row.Id;
        }
    }

    public byte[] Seal(string purpose, Guid row, ReadOnlySpan<byte> plaintext) => Seal(keys[current], current, purpose, row, plaintext);

    /// <exception cref="CryptographicException">Not sealed for this purpose and row, or altered.</exception>
    public Secret Open(string purpose, Guid row, ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < HeaderLength + TagLength || !keys.TryGetValue(new Guid(sealedBytes.Slice(1, IdLength), bigEndian: true), out var key))
            throw new CryptographicException("Unknown data key.");
        return Open(key, purpose, row, sealedBytes);
    }

    /// <summary>HMAC-SHA-256 under a key of its own per purpose.</summary>
    public byte[] Mac(string purpose, ReadOnlySpan<byte> data) => HMACSHA256.HashData(master.Derive("mac:" + purpose), data);

    private static byte[] Seal(ReadOnlySpan<byte> key, Guid keyId, string purpose, Guid row, ReadOnlySpan<byte> plaintext)
    {
        var sealedBytes = new byte[HeaderLength + plaintext.Length + TagLength];
        var nonce = sealedBytes.AsSpan(1 + IdLength, NonceLength);
        sealedBytes[0] = FormatVersion;
        keyId.TryWriteBytes(sealedBytes.AsSpan(1, IdLength), bigEndian: true, out _);
        RandomNumberGenerator.Fill(nonce);
        using var gcm = new AesGcm(key, TagLength);
        gcm.Encrypt(nonce, plaintext, sealedBytes.AsSpan(HeaderLength, plaintext.Length), sealedBytes.AsSpan(HeaderLength + plaintext.Length), Associated(purpose, row));
        return sealedBytes;
    }

    private static Secret Open(ReadOnlySpan<byte> key, string purpose, Guid row, ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < HeaderLength + TagLength || sealedBytes[0] != FormatVersion)
            throw new CryptographicException("Not a sealed value.");
        var plaintext = new byte[sealedBytes.Length - HeaderLength - TagLength];
        using var gcm = new AesGcm(key, TagLength);
        gcm.Decrypt(sealedBytes.Slice(1 + IdLength, NonceLength), sealedBytes.Slice(HeaderLength, plaintext.Length), sealedBytes[^TagLength..], plaintext, Associated(purpose, row));
        return new Secret(plaintext);
    }

    private static byte[] Associated(string purpose, Guid row)
    {
        var name = Encoding.UTF8.GetBytes(purpose);
        var associated = new byte[4 + name.Length + IdLength];
        BinaryPrimitives.WriteInt32BigEndian(associated, name.Length);
        name.CopyTo(associated, 4);
        row.TryWriteBytes(associated.AsSpan(4 + name.Length), bigEndian: true, out _);
        return associated;
    }
}
