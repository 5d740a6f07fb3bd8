using System.Security.Cryptography;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Crypto;

/// <summary>mlkem768x25519-sha256, draft-ietf-sshm-mlkem-hybrid-kex: ML-KEM first, X25519 behind it, the secret is SHA-256 of both.</summary>
internal sealed class MlKem768X25519Exchange : KeyExchangeMethod
{
    private readonly Curve25519Exchange _classic = new();
    private MlKem768? _kem;

    public override HashAlgorithmName Hash => HashAlgorithmName.SHA256;

    public override byte[] CreateInit()
    {
        _kem = MlKem768.Generate();
        return [.. _kem.EncapsulationKey, .. _classic.CreateInit()];
    }

    public override byte[] Finish(ReadOnlySpan<byte> reply)
    {
        if (reply.Length != MlKem768.CiphertextLength + Sodium.KeyLength || _kem is null)
        {
            throw BadValue();
        }

        Span<byte> secrets = stackalloc byte[MlKem768.SecretLength + Sodium.KeyLength];
        try
        {
            _kem.Decapsulate(reply[..MlKem768.CiphertextLength], secrets[..MlKem768.SecretLength]);
            _classic.Agree(reply[MlKem768.CiphertextLength..], secrets[MlKem768.SecretLength..]);
            return Combine(secrets);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secrets);
        }
    }

    public override byte[] Respond(ReadOnlySpan<byte> init, out byte[] sharedSecret)
    {
        if (init.Length != MlKem768.EncapsulationKeyLength + Sodium.KeyLength)
        {
            throw BadValue();
        }

        Span<byte> secrets = stackalloc byte[MlKem768.SecretLength + Sodium.KeyLength];
        try
        {
            byte[] ciphertext = MlKem768.Encapsulate(init[..MlKem768.EncapsulationKeyLength], secrets[..MlKem768.SecretLength])
                ?? throw BadValue();
            byte[] point = _classic.CreateInit();
            _classic.Agree(init[MlKem768.EncapsulationKeyLength..], secrets[MlKem768.SecretLength..]);
            sharedSecret = Combine(secrets);
            return [.. ciphertext, .. point];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secrets);
        }
    }

    public override void Dispose()
    {
        _classic.Dispose();
        _kem?.Dispose();
    }

    // The secret is a string here, not an mpint.
    private static byte[] Combine(ReadOnlySpan<byte> secrets)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(secrets, hash);
        using var writer = new WireWriter(64);
        writer.WriteString(hash);
        CryptographicOperations.ZeroMemory(hash);
        return writer.ToArray();
    }
}
