using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Bastion.Admin.Vault;

namespace Bastion.Admin.Identity;

/// <summary>
/// The state between password and code travels sealed with its holder, so that half-done sign-ins cost no memory.
/// One use: what was presented once is remembered until it would expire anyway.
/// </summary>
internal sealed class SealedAttempts(MasterKey master, TimeProvider time)
{
    private const int MaxSealedLength = 1000;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly byte[] key = master.Derive("sign-in-attempt");
    private readonly OneUse used = new();

    public string Seal(AccountKind kind, Guid? accountId, string login, bool proven)
    {
        var attempt = new Attempt(Guid.NewGuid(), kind, accountId ?? Guid.Empty, login, proven, time.GetUtcNow() + Lifetime);
        // One length whatever the outcome of the password: the login is the sender's own.
        var plaintext = JsonSerializer.SerializeToUtf8Bytes(attempt);
        Array.Resize(ref plaintext, 400);
        plaintext.AsSpan().Replace((byte)0, (byte)' ');
        var message = new byte[NonceLength + plaintext.Length + TagLength];
        RandomNumberGenerator.Fill(message.AsSpan(0, NonceLength));
        using var gcm = new AesGcm(key, TagLength);
        gcm.Encrypt(message.AsSpan(0, NonceLength), plaintext, message.AsSpan(NonceLength, plaintext.Length), message.AsSpan(NonceLength + plaintext.Length));
        return Base64Url.EncodeToString(message);
    }

    /// <returns>Null: altered, expired, for another door, or presented before.</returns>
    public Attempt? Take(AccountKind kind, string text)
    {
        if (text.Length is 0 or > MaxSealedLength || !Base64Url.IsValid(text))
            return null;
        var message = Base64Url.DecodeFromChars(text);
        if (message.Length <= NonceLength + TagLength)
            return null;
        var plaintext = new byte[message.Length - NonceLength - TagLength];
        try
        {
            using var gcm = new AesGcm(key, TagLength);
            gcm.Decrypt(message.AsSpan(0, NonceLength), message.AsSpan(NonceLength, plaintext.Length), message.AsSpan(NonceLength + plaintext.Length), plaintext);
        }
        catch (CryptographicException)
        {
            return null;
        }

        var attempt = JsonSerializer.Deserialize<Attempt>(plaintext);
        var now = time.GetUtcNow();
        if (attempt is null || attempt.Kind != kind || attempt.ExpiresAt <= now || !used.Take(attempt.Id, attempt.ExpiresAt, now))
            return null;
        return attempt;
    }
}
