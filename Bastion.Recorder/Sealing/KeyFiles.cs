using System.Security.Cryptography;
using Bastion.Hosting;
using Bastion.Recorder.Storage;
using NSec.Cryptography;

namespace Bastion.Recorder.Sealing;

/// <summary>
/// The key directory: signing.pem (PKCS #8, P-256) with signing.pub.pem, journal.key (Ed25519 seed) with journal.pub (base64),
/// replay.key and input.key (32 bytes). The .key files are base64, mode 0600.
/// </summary>
internal static class KeyFiles
{
    public const string Signing = "signing.pem";
    public const string SigningPublic = "signing.pub.pem";
    public const string Journal = "journal.key";
    public const string JournalPublic = "journal.pub";
    public const string Replay = "replay.key";
    public const string Input = "input.key";

    /// <summary>Adds to <paramref name="errors"/> whatever is missing and may not be created, or cannot be read; null then.</summary>
    public static KeyRing? Load(Disk disk, string directory, bool createMissing, SettingsErrors errors, string auditorKeyFile = "")
    {
        if (createMissing)
            CreateMissing(disk, directory);
        var fine = true;
        foreach (var name in (string[])[Signing, Journal, Replay, Input])
            fine &= errors.RequireSecretFile("keyDirectory", Path.Combine(directory, name));
        if (!fine)
            return null;
        try
        {
            var signing = ECDsa.Create();
            signing.ImportFromPem(File.ReadAllText(Path.Combine(directory, Signing)));
            if (signing.KeySize != 256)
                throw new CryptographicException($"{Signing} is not a P-256 key");
            return new KeyRing(
                new SigningKey(signing),
                Key.Import(SignatureAlgorithm.Ed25519, ReadKey(directory, Journal), KeyBlobFormat.RawPrivateKey),
                new WrappingKey(ReadKey(directory, Replay)),
                new WrappingKey(ReadKey(directory, Input)),
                auditorKeyFile.Length > 0 ? AuditorKey.FromPem(File.ReadAllText(auditorKeyFile)) : null);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException or IOException)
        {
            errors.Add("keyDirectory", $"a key in '{directory}' cannot be used: {e.Message}");
            return null;
        }
    }

    private static void CreateMissing(Disk disk, string directory)
    {
        disk.CreateDirectory(directory);
        Create(disk, directory, Signing, () =>
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return key.ExportPkcs8PrivateKeyPem() + "\n";
        });
        foreach (var name in (string[])[Journal, Replay, Input])
            Create(disk, directory, name, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(WrappingKey.KeySize)) + "\n");
        Create(disk, directory, SigningPublic, () =>
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(Path.Combine(directory, Signing)));
            return key.ExportSubjectPublicKeyInfoPem() + "\n";
        });
        Create(disk, directory, JournalPublic, () =>
        {
            using var key = Key.Import(SignatureAlgorithm.Ed25519, ReadKey(directory, Journal), KeyBlobFormat.RawPrivateKey);
            return Convert.ToBase64String(key.PublicKey.Export(KeyBlobFormat.RawPublicKey)) + "\n";
        });
    }

    private static void Create(Disk disk, string directory, string name, Func<string> content)
    {
        var path = Path.Combine(directory, name);
        if (!File.Exists(path))
            disk.WriteWhole(path, System.Text.Encoding.ASCII.GetBytes(content()));
    }

    private static byte[] ReadKey(string directory, string name)
    {
        var key = Convert.FromBase64String(File.ReadAllText(Path.Combine(directory, name)).Trim());
        return key.Length == WrappingKey.KeySize ? key : throw new CryptographicException($"{name} does not hold 32 bytes");
    }
}
