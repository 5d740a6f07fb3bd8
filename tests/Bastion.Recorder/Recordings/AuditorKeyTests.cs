using System.Security.Cryptography;
using System.Text;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Sealing;

namespace Bastion.Recorder.Tests.Recordings;

public sealed class AuditorKeyTests
{
    [Fact]
    public void RecordingKeys_AreAlsoWrappedForTheOfflineKey()
    {
        using var offline = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var small = new SmallRecording();
        using var ring = new KeyRing(
            new SigningKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)), NSec.Cryptography.Key.Create(NSec.Cryptography.SignatureAlgorithm.Ed25519),
            new WrappingKey(new byte[32]), new WrappingKey(new byte[32]), AuditorKey.FromPem(offline.ExportSubjectPublicKeyInfoPem()));
        var id = Guid.NewGuid();
        var wraps = KeyFile.Read(id, small.Keys.Wrap(ring, id));
        Assert.Equal(["Replay aes256gcm", "Replay p256", "Input aes256gcm", "Input p256"], wraps.Select(wrap => $"{wrap.Purpose} {wrap.Kind}"));
        Assert.Equal(small.Keys.Reveal(KeyPurpose.Input), Unwrapped(offline, wraps[3].Wrapped, WrappingKey.Bound(id, KeyPurpose.Input)));
        Assert.ThrowsAny<CryptographicException>(() => Unwrapped(offline, wraps[3].Wrapped, WrappingKey.Bound(id, KeyPurpose.Replay)));
    }

    // As docs/formats/recording.md says it, from the other side.
    private static byte[] Unwrapped(ECDiffieHellman offline, byte[] wrapped, byte[] bound)
    {
        using var ephemeral = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = wrapped[1..33], Y = wrapped[33..65] } });
        var own = offline.ExportParameters(false);
        var key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, offline.DeriveRawSecretAgreement(ephemeral.PublicKey), 32, [.. wrapped[..65], 4, .. own.Q.X!, .. own.Q.Y!], Encoding.ASCII.GetBytes("bastion wrap v1 p256"));
        var plain = new byte[32];
        using var cipher = new AesGcm(key, 16);
        cipher.Decrypt(new byte[12], wrapped.AsSpan(65, 32), wrapped.AsSpan(97), plain, bound);
        return plain;
    }
}
