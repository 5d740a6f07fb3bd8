using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Bastion.Verify;

/// <summary>What keys.json holds once the passphrase has opened it.</summary>
internal sealed class ContentKeys
{
    private const int TagSize = 16;
    private const int MaxIterations = 10_000_000;
    private readonly JsonElement _keys;

    private ContentKeys(JsonElement keys) => _keys = keys;

    /// <summary>Null when the passphrase is another one, or the file was changed.</summary>
    /// <exception cref="InvalidDataException">Not such a file.</exception>
    public static ContentKeys? Open(byte[] file, string passphrase)
    {
        try
        {
            var json = JsonDocument.Parse(file).RootElement;
            var iterations = json.GetProperty("iterations").GetInt32();
            if (json.GetProperty("kdf").GetString() != "PBKDF2-HMAC-SHA-256" || json.GetProperty("cipher").GetString() != "AES-256-GCM" || iterations is < 1 or > MaxIterations)
                throw new InvalidDataException("keys.json is made in a way that is not known here.");
            var key = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passphrase.Normalize()), json.GetProperty("salt").GetBytesFromBase64(), iterations, HashAlgorithmName.SHA256, 32);
            var encrypted = json.GetProperty("keys").GetBytesFromBase64();
            var plain = new byte[Math.Max(0, encrypted.Length - TagSize)];
            using var cipher = new AesGcm(key, TagSize);
            cipher.Decrypt(json.GetProperty("nonce").GetBytesFromBase64(), encrypted.AsSpan(0, plain.Length), encrypted.AsSpan(plain.Length), plain, "bastion evidence pack v1 keys\n"u8);
            return new ContentKeys(JsonDocument.Parse(plain).RootElement);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"keys.json: {e.Message}");
        }
    }

    public byte[]? Entry(ulong index) => Find("entries", index.ToString(CultureInfo.InvariantCulture));

    public byte[]? Document(string file) => Find("documents", file);

    public byte[]? Recording(string id, string purpose) =>
        _keys.TryGetProperty("recordings", out var all) && all.TryGetProperty(id, out var one) && one.TryGetProperty(purpose, out var key) ? key.GetBytesFromBase64() : null;

    private byte[]? Find(string group, string name) => _keys.TryGetProperty(group, out var all) && all.TryGetProperty(name, out var key) ? key.GetBytesFromBase64() : null;
}
