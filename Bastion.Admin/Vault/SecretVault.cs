using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Bastion.Admin.Persistence;
using Bastion.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Vault;

/// <summary>
/// Envelope encryption: the master key (outside the database) wraps data keys, data keys seal rows.
/// Sealed = version 1, data key id (16), nonce (12), ciphertext, tag (16); AES-256-GCM with the purpose and the row id as associated data,
/// so that a sealed value moved to another row does not open. Both kinds of key are replaced while running (<see cref="KeyRotation"/>).
/// </summary>
internal sealed class SecretVault(MasterKeys masters, AdminStore store, TimeProvider time)
{
    private const byte FormatVersion = 1;
    private const int IdLength = 16;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeaderLength = 1 + IdLength + NonceLength;
    private const string WrapPurpose = "data-key";

    /// <summary>Purposes of <see cref="Mac"/>. Their keys are rows too: a new master key must not void every recovery code.</summary>
    private static readonly string[] MacPurposes = ["recovery-code"];

    private readonly ConcurrentDictionary<Guid, byte[]> keys = [];
    private readonly ConcurrentDictionary<string, byte[]> macKeys = [];
    private Guid current;

    /// <summary>The data key that seals now.</summary>
    public Guid Current => current;

    /// <summary>Unwraps the data keys, and makes the first ones. Fails when no master key is the one that wrapped them.</summary>
    public async Task OpenAsync()
    {
        var rows = await store.ReadAsync(db => db.DataKeys.OrderBy(key => key.CreatedAt).ToListAsync());
        if (!rows.Exists(row => row.Purpose == DataKey.Sealing))
            rows.Add(await AddAsync(DataKey.Sealing, RandomNumberGenerator.GetBytes(32)));
        foreach (var purpose in MacPurposes.Where(purpose => !rows.Exists(row => row.Purpose == purpose)))
            rows.Add(await AddAsync(purpose, masters.Current.Derive("mac:" + purpose)));
        foreach (var row in rows)
            Learn(row, Unwrap(row));
    }

    public byte[] Seal(string purpose, Guid row, ReadOnlySpan<byte> plaintext) => Seal(keys[current], current, purpose, row, plaintext);

    /// <exception cref="CryptographicException">Not sealed for this purpose and row, or altered.</exception>
    public Secret Open(string purpose, Guid row, ReadOnlySpan<byte> sealedBytes)
    {
        if (KeyOf(sealedBytes) is not { } id || !keys.TryGetValue(id, out var key))
            throw new CryptographicException("Unknown data key.");
        return Open(key, purpose, row, sealedBytes);
    }

    /// <summary>The same secret under the current data key; null when it is already.</summary>
    public byte[]? Renew(string purpose, Guid row, ReadOnlySpan<byte> sealedBytes)
    {
        if (KeyOf(sealedBytes) is not { } id || id == current)
            return null;
        using var secret = Open(purpose, row, sealedBytes);
        return Seal(purpose, row, secret.Bytes);
    }

    /// <summary>HMAC-SHA-256 under a key of its own per purpose.</summary>
    public byte[] Mac(string purpose, ReadOnlySpan<byte> data) => HMACSHA256.HashData(macKeys[purpose], data);

    /// <summary>A new data key seals from now on; older ones still open.</summary>
    public async Task<Guid> AddDataKeyAsync()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var row = await AddAsync(DataKey.Sealing, key);
        Learn(row, key);
        return row.Id;
    }

    /// <summary>In the caller's transaction: every data key wrapped by the first master key.</summary>
    public async Task<int> WrapAgainAsync(AdminDb db)
    {
        var rows = await db.DataKeys.ToListAsync();
        foreach (var row in rows)
        {
            var key = Unwrap(row);
            row.Wrapped = Seal(masters.Current.Bytes, row.Id, WrapPurpose, row.Id, key);
            CryptographicOperations.ZeroMemory(key);
        }

        return rows.Count;
    }

    public void Forget(Guid dataKey)
    {
        if (dataKey != current && keys.TryRemove(dataKey, out var key))
            CryptographicOperations.ZeroMemory(key);
    }

    private static Guid? KeyOf(ReadOnlySpan<byte> sealedBytes) =>
        sealedBytes.Length < HeaderLength + TagLength ? null : new Guid(sealedBytes.Slice(1, IdLength), bigEndian: true);

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

    private void Learn(DataKey row, byte[] key)
    {
        if (row.Purpose == DataKey.Sealing)
        {
            keys[row.Id] = key;
            current = row.Id;
        }
        else
        {
            macKeys[row.Purpose] = key;
        }
    }

    private byte[] Unwrap(DataKey row)
    {
        foreach (var master in masters.All)
        {
            try
            {
                using var key = Open(master.Bytes, WrapPurpose, row.Id, row.Wrapped);
                return key.Bytes.ToArray();
            }
            catch (AuthenticationTagMismatchException)
            {
                // Wrapped by another one.
            }
        }

        throw new CryptographicException("No master key opens the data keys: is it the one of this database?");
    }

    private Task<DataKey> AddAsync(string purpose, byte[] key) => store.WriteAsync(db =>
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var row = new DataKey { Id = id, Purpose = purpose, CreatedAt = now, Wrapped = Seal(masters.Current.Bytes, id, WrapPurpose, id, key) };
        db.DataKeys.Add(row);
        return Task.FromResult(row);
    });
}
