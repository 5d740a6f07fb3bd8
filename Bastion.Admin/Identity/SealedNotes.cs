using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Bastion.Admin.Vault;

namespace Bastion.Admin.Identity;

/// <summary>What Admin must find again at the next step of a sign-in, sealed and carried by the browser: a challenge costs no memory here. Five minutes, one use, one purpose, one door.</summary>
internal sealed class SealedNotes(MasterKey master, TimeProvider time)
{
    private const int MaxSealedLength = 1400;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly byte[] key = master.Derive("sealed-note");
    private readonly OneUse used = new();

    public string Seal(string purpose, AccountKind kind, Guid accountId, string text)
    {
        var plaintext = JsonSerializer.SerializeToUtf8Bytes(new SealedNote(Guid.NewGuid(), purpose, kind, accountId, text, time.GetUtcNow() + Lifetime));
        var message = new byte[NonceLength + plaintext.Length + TagLength];
        RandomNumberGenerator.Fill(message.AsSpan(0, NonceLength));
        using var gcm = new AesGcm(key, TagLength);
        gcm.Encrypt(message.AsSpan(0, NonceLength), plaintext, message.AsSpan(NonceLength, plaintext.Length), message.AsSpan(NonceLength + plaintext.Length));
        return Base64Url.EncodeToString(message);
    }

    /// <returns>Null: altered, expired, for another purpose or door, or presented before.</returns>
    public SealedNote? Take(string purpose, AccountKind kind, string text)
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

        var note = JsonSerializer.Deserialize<SealedNote>(plaintext)!;
        var now = time.GetUtcNow();
        return note.Purpose == purpose && note.Kind == kind && note.ExpiresAt > now && used.Take(note.Id, note.ExpiresAt, now) ? note : null;
    }
}
