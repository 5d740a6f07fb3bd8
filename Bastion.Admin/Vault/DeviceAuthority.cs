using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Bastion.Admin.Identity;
using NSec.Cryptography;

namespace Bastion.Admin.Vault;

/// <summary>
/// The authority that devices may trust instead of keeping a password or key of ours: for one session it certifies a key that Gateway made for it
/// (OpenSSH PROTOCOL.certkeys), for a few minutes. Its key is derived from the master key, so it is as secret, as backed up and as renewed as that.
/// </summary>
internal sealed class DeviceAuthority : IDisposable
{
    /// <summary>Sign-in follows at once; the rest is for devices whose clock is wrong.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const string KeyType = "ssh-ed25519";
    private const int NonceLength = 32;
    private const uint User = 1;

    private readonly Key key;

    public DeviceAuthority(MasterKey master)
    {
        key = Key.Import(SignatureAlgorithm.Ed25519, master.Derive("device-authority"), KeyBlobFormat.RawPrivateKey);
        Blob = [.. SshUserCertificate.Text(KeyType), .. Bytes(key.PublicKey.Export(KeyBlobFormat.RawPublicKey))];
    }

    public byte[] Blob { get; }

    /// <summary>For TrustedUserCAKeys of a device.</summary>
    public string PublicLine => $"{KeyType} {Convert.ToBase64String(Blob)} bastion-device-authority";

    /// <param name="publicKey">ssh-ed25519 blob.</param>
    /// <param name="account">The only principal.</param>
    /// <param name="keyId">What the device logs.</param>
    /// <returns>The certificate's blob, or null for another kind of key.</returns>
    public byte[]? Mint(SshPublicKey publicKey, string account, string keyId, ulong serial, DateTimeOffset now)
    {
        if (publicKey.Algorithm != KeyType)
            return null;
        // No extension but the terminal: what Bastion refuses, the certificate does not allow either.
        byte[] content =
        [
            .. SshUserCertificate.Text(KeyType + SshUserCertificate.Suffix),
            .. Bytes(RandomNumberGenerator.GetBytes(NonceLength)),
            .. Bytes(publicKey.Parts[0]),
            .. Number(serial),
            0, 0, 0, (byte)User,
            .. SshUserCertificate.Text(keyId),
            .. Bytes(SshUserCertificate.Text(account)),
            .. Number((ulong)(now - Tolerance).ToUnixTimeSeconds()),
            .. Number((ulong)(now + Tolerance).ToUnixTimeSeconds()),
            .. Bytes([]),
            .. Bytes([.. SshUserCertificate.Text("permit-pty"), .. Bytes([])]),
            .. Bytes([]),
            .. Bytes(Blob),
        ];
        byte[] signature = [.. SshUserCertificate.Text(KeyType), .. Bytes(SignatureAlgorithm.Ed25519.Sign(key, content))];
        return [.. content, .. Bytes(signature)];
    }

    /// <summary>What a device's log shows of a session.</summary>
    public static string KeyIdOf(string intervention, string technician, Guid session) =>
        string.Create(CultureInfo.InvariantCulture, $"{intervention} {technician} {session:D}");

    public void Dispose() => key.Dispose();

    private static byte[] Bytes(byte[] value)
    {
        var with = new byte[4 + value.Length];
        BinaryPrimitives.WriteInt32BigEndian(with, value.Length);
        value.CopyTo(with, 4);
        return with;
    }

    private static byte[] Number(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }
}
