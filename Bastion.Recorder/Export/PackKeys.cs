using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Bastion.Recorder.Export;

/// <summary>
/// The content keys of a pack, encrypted under a passphrase as a browser can open it: PBKDF2-HMAC-SHA-256, AES-256-GCM.
/// Documents get a key each, made here.
/// </summary>
internal sealed class PackKeys
{
    public const int Iterations = 600_000;
    private const int SaltSize = 32;
    private const int TagSize = 16;
    private readonly JsonObject _recordings = [];
    private readonly JsonObject _entries = [];
    private readonly JsonObject _documents = [];

    public void AddRecording(Guid id, byte[] replay, byte[]? input)
    {
        var keys = new JsonObject { ["replay"] = Convert.ToBase64String(replay) };
        if (input is not null)
            keys["input"] = Convert.ToBase64String(input);
        _recordings[id.ToString()] = keys;
    }

    public void AddEntry(ulong index, byte[] key) => _entries[index.ToString(CultureInfo.InvariantCulture)] = Convert.ToBase64String(key);

    /// <summary>The encrypted document: ciphertext · tag, bound to its name in the pack.</summary>
    public byte[] Seal(string file, ReadOnlySpan<byte> content)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        _documents[file] = Convert.ToBase64String(key);
        var encrypted = new byte[content.Length + TagSize];
        using var cipher = new AesGcm(key, TagSize);
        cipher.Encrypt(new byte[12], content, encrypted.AsSpan(0, content.Length), encrypted.AsSpan(content.Length), Encoding.UTF8.GetBytes(file));
        return encrypted;
    }

    /// <summary>keys.json.</summary>
    public byte[] Encode(string passphrase)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var nonce = RandomNumberGenerator.GetBytes(12);
        var key = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passphrase.Normalize()), salt, Iterations, HashAlgorithmName.SHA256, 32);
        var plain = Encoding.UTF8.GetBytes(new JsonObject { ["recordings"] = _recordings, ["entries"] = _entries, ["documents"] = _documents }.ToJsonString());
        var encrypted = new byte[plain.Length + TagSize];
        using (var cipher = new AesGcm(key, TagSize))
            cipher.Encrypt(nonce, plain, encrypted.AsSpan(0, plain.Length), encrypted.AsSpan(plain.Length), "bastion evidence pack v1 keys\n"u8);
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(plain);
        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["kdf"] = "PBKDF2-HMAC-SHA-256",
            ["iterations"] = Iterations,
            ["salt"] = Convert.ToBase64String(salt),
            ["cipher"] = "AES-256-GCM",
            ["nonce"] = Convert.ToBase64String(nonce),
            ["keys"] = Convert.ToBase64String(encrypted),
        }.ToJsonString());
    }
}
