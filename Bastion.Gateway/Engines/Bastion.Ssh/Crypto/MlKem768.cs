using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Bastion.Ssh.Crypto;

/// <summary>ML-KEM-768, FIPS 203: by the platform where it has it (OpenSSL 3.5), else by BouncyCastle.</summary>
internal sealed class MlKem768 : IDisposable
{
    public const int EncapsulationKeyLength = 1184;
    public const int CiphertextLength = 1088;
    public const int SecretLength = 32;

    private readonly MLKem? _platform;
    private readonly MLKemPrivateKeyParameters? _managed;

    private MlKem768(MLKem platform)
    {
        _platform = platform;
        EncapsulationKey = platform.ExportEncapsulationKey();
    }

    private MlKem768(MLKemPrivateKeyParameters managed)
    {
        _managed = managed;
        EncapsulationKey = managed.GetPublicKey().GetEncoded();
    }

    public byte[] EncapsulationKey { get; }

    public static MlKem768 Generate()
    {
        if (MLKem.IsSupported)
        {
            return new MlKem768(MLKem.GenerateKey(MLKemAlgorithm.MLKem768));
        }

        var generator = new MLKemKeyPairGenerator();
        generator.Init(new MLKemKeyGenerationParameters(new SecureRandom(), MLKemParameters.ml_kem_768));
        return new MlKem768((MLKemPrivateKeyParameters)generator.GenerateKeyPair().Private);
    }

    public void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> secret)
    {
        if (_platform is not null)
        {
            _platform.Decapsulate(ciphertext, secret);
            return;
        }

        var decapsulator = new MLKemDecapsulator(MLKemParameters.ml_kem_768);
        decapsulator.Init(_managed);
        decapsulator.Decapsulate(ciphertext, secret);
    }

    /// <summary>Ciphertext for this key, or null when the key fails the check of FIPS 203 section 7.2.</summary>
    public static byte[]? Encapsulate(ReadOnlySpan<byte> encapsulationKey, Span<byte> secret)
    {
        var ciphertext = new byte[CiphertextLength];
        try
        {
            if (MLKem.IsSupported)
            {
                using MLKem key = MLKem.ImportEncapsulationKey(MLKemAlgorithm.MLKem768, encapsulationKey);
                key.Encapsulate(ciphertext, secret);
                return ciphertext;
            }

            var encapsulator = new MLKemEncapsulator(MLKemParameters.ml_kem_768);
            encapsulator.Init(MLKemPublicKeyParameters.FromEncoding(MLKemParameters.ml_kem_768, encapsulationKey.ToArray()));
            encapsulator.Encapsulate(ciphertext, secret);
            return ciphertext;
        }
        catch (Exception unusable) when (unusable is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    public void Dispose() => _platform?.Dispose();
}
