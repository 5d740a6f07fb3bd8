using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Bastion.Admin.Identity;

/// <summary>A public key as RFC 4253 section 6.6 and RFC 5656, RFC 8709 write it; only kinds that may be trusted.</summary>
internal sealed record SshPublicKey(string Algorithm, byte[] Blob, IReadOnlyList<byte[]> Parts)
{
    public const int MinRsaBits = 3072;
    private const int MaxBlob = 4096;
    private const int MaxLine = 8192;
    private static readonly string[] Known = ["ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"];

    public string Fingerprint => FingerprintOf(Blob);

    /// <summary>"SHA256:" and unpadded base64, as OpenSSH prints it.</summary>
    public static string FingerprintOf(ReadOnlySpan<byte> blob) => "SHA256:" + Convert.ToBase64String(SHA256.HashData(blob)).TrimEnd('=');

    /// <summary>One line of an authorized_keys or .pub file, without options. Denials: key.unreadable, key.weak.</summary>
    public static Outcome<SshPublicKey> ParseLine(string line)
    {
        if (line.Length > MaxLine)
            return Denial.Of(DenialCode.KeyUnreadable);
        var parts = line.Trim().Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2)
            return Denial.Of(DenialCode.KeyUnreadable);
        if (parts[0] is "ssh-dss")
            return Denial.Of(DenialCode.KeyWeak, "algorithm", parts[0]);
        var blob = new byte[MaxBlob];
        if (!Convert.TryFromBase64String(parts[1], blob, out var length))
            return Denial.Of(DenialCode.KeyUnreadable);
        var key = Parse(blob[..length]);
        return key.Done && key.Value.Algorithm != parts[0] ? Denial.Of(DenialCode.KeyUnreadable) : key;
    }

    public static Outcome<SshPublicKey> Parse(byte[] blob)
    {
        if (blob.Length > MaxBlob || Strings(blob) is not { Count: >= 2 } strings)
            return Denial.Of(DenialCode.KeyUnreadable);
        var algorithm = Encoding.ASCII.GetString(strings[0]);
        if (!Known.Contains(algorithm))
            return Denial.Of(DenialCode.KeyUnreadable);
        var key = new SshPublicKey(algorithm, blob, strings[1..]);
        var shaped = algorithm switch
        {
            "ssh-ed25519" => key.Parts is [{ Length: 32 }],
            "ssh-rsa" => key.Parts.Count == 2,
            _ => key.Parts.Count == 2 && Encoding.ASCII.GetString(key.Parts[0]) == algorithm["ecdsa-sha2-".Length..],
        };
        if (!shaped)
            return Denial.Of(DenialCode.KeyUnreadable);
        return algorithm == "ssh-rsa" && BitsOf(key.Parts[1]) < MinRsaBits ? Denial.Of(DenialCode.KeyWeak, "algorithm", "ssh-rsa") : key;
    }

    /// <summary>All strings of a blob (RFC 4251 section 5), or null when they do not fill it exactly.</summary>
    public static List<byte[]>? Strings(ReadOnlySpan<byte> blob)
    {
        var strings = new List<byte[]>();
        while (blob.Length > 0)
        {
            if (blob.Length < 4)
                return null;
            var length = BinaryPrimitives.ReadUInt32BigEndian(blob);
            if (length > blob.Length - 4)
                return null;
            strings.Add(blob.Slice(4, (int)length).ToArray());
            blob = blob[(4 + (int)length)..];
        }

        return strings;
    }

    private static int BitsOf(ReadOnlySpan<byte> mpint)
    {
        mpint = mpint.TrimStart((byte)0);
        return mpint.Length == 0 ? 0 : (mpint.Length * 8) - (byte.LeadingZeroCount(mpint[0]));
    }
}
