using System.Buffers.Binary;
using System.Text;

namespace Bastion.Admin.Identity;

/// <summary>An OpenSSH user certificate (PROTOCOL.certkeys): a key, for whom and until when, by which authority.</summary>
/// <param name="Algorithm">Of the certificate, for instance ssh-ed25519-cert-v01@openssh.com.</param>
/// <param name="Key">What is certified.</param>
/// <param name="Principals">Logins it is good for; empty would be all, and is none here.</param>
/// <param name="ValidAfter">Unix seconds, the first at which it holds.</param>
/// <param name="ValidBefore">Unix seconds, the first at which it does not hold any more.</param>
/// <param name="CriticalOptions">Name and data; one that is not understood makes the certificate worth nothing.</param>
/// <param name="Authority">The key that signed.</param>
/// <param name="Signed">What it signed.</param>
internal sealed record SshUserCertificate(
    string Algorithm,
    SshPublicKey Key,
    ulong Serial,
    string KeyId,
    IReadOnlyList<string> Principals,
    ulong ValidAfter,
    ulong ValidBefore,
    IReadOnlyList<(string Name, byte[] Data)> CriticalOptions,
    SshPublicKey Authority,
    byte[] Signed,
    byte[] Signature)
{
    public const string Suffix = "-cert-v01@openssh.com";
    private const int MaxBlob = 8192;
    private const int MaxKeyId = 256;
    private const uint User = 1;

    /// <summary>The signature algorithm of the key behind the name of a certificate's.</summary>
    public static string PlainOf(string algorithm) => algorithm.EndsWith(Suffix, StringComparison.Ordinal) ? algorithm[..^Suffix.Length] : algorithm;

    /// <returns>Null: no user certificate, malformed, or a key or authority that may not be trusted.</returns>
    public static SshUserCertificate? Parse(byte[] blob)
    {
        if (blob.Length > MaxBlob)
            return null;
        ReadOnlySpan<byte> rest = blob;
        if (!String(ref rest, out var name) || !String(ref rest, out _))
            return null;
        var algorithm = Encoding.ASCII.GetString(name);
        if (!algorithm.EndsWith(Suffix, StringComparison.Ordinal))
            return null;
        var plain = PlainOf(algorithm);
        var fields = plain switch { "ssh-ed25519" => 1, "ssh-rsa" or "ecdsa-sha2-nistp256" or "ecdsa-sha2-nistp384" or "ecdsa-sha2-nistp521" => 2, _ => 0 };
        var before = rest;
        for (var field = 0; field < fields; field++)
        {
            if (!String(ref rest, out _))
                return null;
        }

        byte[] key = [.. Text(plain), .. before[..^rest.Length]];
        if (fields == 0 || !Number64(ref rest, out var serial) || !Number32(ref rest, out var kind) || kind != User
            || !String(ref rest, out var id) || id.Length > MaxKeyId || !String(ref rest, out var principals)
            || !Number64(ref rest, out var after) || !Number64(ref rest, out var until)
            || !String(ref rest, out var options) || !String(ref rest, out _) || !String(ref rest, out _) || !String(ref rest, out var authority))
            return null;
        var signed = blob[..^rest.Length];
        if (!String(ref rest, out var signature) || rest.Length != 0 || SshPublicKey.Strings(principals) is not { } names || SshPublicKey.Strings(options) is not { } pairs || pairs.Count % 2 != 0)
            return null;
        var certified = SshPublicKey.Parse(key);
        var by = SshPublicKey.Parse(authority.ToArray());
        if (!certified.Done || !by.Done)
            return null;
        return new SshUserCertificate(
            algorithm,
            certified.Value,
            serial,
            Encoding.UTF8.GetString(id),
            [.. names.Select(one => Encoding.UTF8.GetString(one))],
            after,
            until,
            [.. pairs.Chunk(2).Select(pair => (Encoding.ASCII.GetString(pair[0]), pair[1]))],
            by.Value,
            signed,
            signature.ToArray());
    }

    /// <summary>string, RFC 4251 section 5.</summary>
    public static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var value = new byte[4 + bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(value, bytes.Length);
        bytes.CopyTo(value, 4);
        return value;
    }

    private static bool String(ref ReadOnlySpan<byte> data, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!Number32(ref data, out var length) || length > (uint)data.Length)
            return false;
        value = data[..(int)length];
        data = data[(int)length..];
        return true;
    }

    private static bool Number32(ref ReadOnlySpan<byte> data, out uint value)
    {
        var there = BinaryPrimitives.TryReadUInt32BigEndian(data, out value);
        data = there ? data[4..] : data;
        return there;
    }

    private static bool Number64(ref ReadOnlySpan<byte> data, out ulong value)
    {
        var there = BinaryPrimitives.TryReadUInt64BigEndian(data, out value);
        data = there ? data[8..] : data;
        return there;
    }
}
