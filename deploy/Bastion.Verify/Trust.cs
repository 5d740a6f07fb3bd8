using System.Security.Cryptography;
using System.Text.Json;

namespace Bastion.Verify;

/// <summary>
/// Keys that the reader has from elsewhere than the pack: fingerprints (SHA-256 of the SubjectPublicKeyInfo, hexadecimal) of Recorder and of Admin's
/// leases, verifier keys of journal and witnesses, certificates of timestamp authorities.
/// </summary>
internal sealed record Trust(string[] Recorder, string[] Leases, string[] Journal, string[] Witnesses, string[] TimestampAuthorities)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <exception cref="JsonException"/>
    public static Trust Parse(byte[] json)
    {
        var read = JsonSerializer.Deserialize<Trust>(json, Json) ?? throw new JsonException("The trust file is empty.");
        return new Trust(read.Recorder ?? [], read.Leases ?? [], read.Journal ?? [], read.Witnesses ?? [], read.TimestampAuthorities ?? []);
    }

    public static string FingerprintOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
}
