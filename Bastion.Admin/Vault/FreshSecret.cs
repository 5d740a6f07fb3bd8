using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Bastion.Admin.Vault;

/// <summary>New secrets for devices, and the public line of a private key where it can be told without its passphrase.</summary>
internal static class FreshSecret
{
    private const int Length = 24;

    // Typed at terminals of every make: nothing that a shell or a keyboard layout reads otherwise.
    private const string Letters = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const string Begin = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private const string End = "-----END OPENSSH PRIVATE KEY-----";

    public static string Of(CredentialKind kind)
    {
        if (kind == CredentialKind.Password)
            return $"{RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZ", 1)}{RandomNumberGenerator.GetString("abcdefghijkmnopqrstuvwxyz", 1)}{RandomNumberGenerator.GetString("23456789", 1)}-{RandomNumberGenerator.GetString(Letters, Length - 4)}";
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportECPrivateKeyPem();
    }

    /// <summary>As in an authorized_keys file, without a comment; empty when the file does not tell.</summary>
    public static string PublicLine(string privateKey)
    {
        try
        {
            var blob = privateKey.Contains(Begin, StringComparison.Ordinal) ? FromOpenSsh(privateKey) : FromPem(privateKey);
            return blob.Length == 0 ? "" : $"{Encoding.ASCII.GetString(blob.AsSpan(4, BinaryPrimitives.ReadInt32BigEndian(blob)))} {Convert.ToBase64String(blob)}";
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or ArgumentException or FormatException)
        {
            return "";
        }
    }

    /// <summary>PROTOCOL.key of OpenSSH: magic, cipher, kdf, its options, count, then the public key in clear.</summary>
    private static byte[] FromOpenSsh(string text)
    {
        var from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var file = Convert.FromBase64String(text[from..text.IndexOf(End, StringComparison.Ordinal)]).AsSpan();
        file = file["openssh-key-v1\0".Length..];
        for (var skipped = 0; skipped < 3; skipped++)
            file = file[(4 + BinaryPrimitives.ReadInt32BigEndian(file))..];
        file = file[4..];
        return file.Slice(4, BinaryPrimitives.ReadInt32BigEndian(file)).ToArray();
    }

    private static byte[] FromPem(string text)
    {
        if (text.Contains("RSA PRIVATE KEY", StringComparison.Ordinal))
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(text);
            var numbers = rsa.ExportParameters(false);
            return [.. Text("ssh-rsa"), .. Number(numbers.Exponent!), .. Number(numbers.Modulus!)];
        }

        using var key = ECDsa.Create();
        key.ImportFromPem(text);
        var point = key.ExportParameters(false).Q;
        if (key.KeySize != 256)
            return [];
        return [.. Text("ecdsa-sha2-nistp256"), .. Text("nistp256"), .. Bytes([4, .. point.X!, .. point.Y!])];
    }

    private static byte[] Text(string text) => Bytes(Encoding.ASCII.GetBytes(text));

    private static byte[] Number(byte[] magnitude) => Bytes(magnitude[0] >= 0x80 ? [0, .. magnitude] : magnitude);

    private static byte[] Bytes(byte[] value)
    {
        var result = new byte[4 + value.Length];
        BinaryPrimitives.WriteInt32BigEndian(result, value.Length);
        value.CopyTo(result, 4);
        return result;
    }
}
