using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Bastion.Admin.Tests.Identity.Passkeys;

/// <summary>An authenticator of our own (WebAuthn level 3, section 6): every flag, counter and origin is what the test says.</summary>
internal sealed class SoftKey(string origin, string domain) : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte Eligible = 0x08;
    private const byte Attested = 0x40;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] id = RandomNumberGenerator.GetBytes(32);

    public string Origin { get; set; } = origin;

    public string Domain { get; set; } = domain;

    public bool Verifies { get; set; } = true;

    public bool Synced { get; set; }

    public uint Counter { get; set; }

    /// <summary>Whose it is, from the options of its creation.</summary>
    public string User { get; set; } = "";

    /// <summary>What <c>navigator.credentials.create</c> would bring for these options.</summary>
    public string Create(string options)
    {
        using var asked = JsonDocument.Parse(options);
        User = asked.RootElement.GetProperty("user").GetProperty("id").GetString()!;
        var point = key.ExportParameters(false).Q;
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] data = [.. Head(Attested), .. new byte[16], 0, (byte)id.Length, .. id, .. cose];
        byte[] attestation = [0xA3, .. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xA0, .. Text("authData"), 0x59, (byte)(data.Length >> 8), (byte)data.Length, .. data];
        return JsonSerializer.Serialize(new
        {
            id = Base64Url.EncodeToString(id),
            rawId = Base64Url.EncodeToString(id),
            type = "public-key",
            clientExtensionResults = new { },
            response = new { clientDataJSON = Base64Url.EncodeToString(Client("webauthn.create", asked)), attestationObject = Base64Url.EncodeToString(attestation), transports = new[] { "internal" } },
        });
    }

    /// <summary>What <c>navigator.credentials.get</c> would bring.</summary>
    public string Sign(string options)
    {
        using var asked = JsonDocument.Parse(options);
        Counter++;
        var data = Head(0);
        var client = Client("webauthn.get", asked);
        return JsonSerializer.Serialize(new
        {
            id = Base64Url.EncodeToString(id),
            rawId = Base64Url.EncodeToString(id),
            type = "public-key",
            clientExtensionResults = new { },
            response = new
            {
                clientDataJSON = Base64Url.EncodeToString(client),
                authenticatorData = Base64Url.EncodeToString(data),
                signature = Base64Url.EncodeToString(key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
                userHandle = User,
            },
        });
    }

    public void Dispose() => key.Dispose();

    private static byte[] Text(string text) => [(byte)(0x60 | text.Length), .. Encoding.UTF8.GetBytes(text)];

    private byte[] Head(byte more)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Counter);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Domain)), (byte)(Present | (Verifies ? Verified : 0) | (Synced ? Eligible : 0) | more), .. count];
    }

    private byte[] Client(string type, JsonDocument asked) =>
        JsonSerializer.SerializeToUtf8Bytes(new { type, challenge = asked.RootElement.GetProperty("challenge").GetString(), origin = Origin, crossOrigin = false });
}
