using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Bastion.Ssh.Crypto;

/// <summary>The few functions of libsodium (which NSec brings along) that the class library has no equal for.</summary>
internal static unsafe partial class Sodium
{
    public const int KeyLength = 32;
    public const int Ed25519SignatureLength = 64;
    public const int Ed25519SecretLength = 64;

    private const string Library = "libsodium";

    static Sodium()
    {
        if (sodium_init() < 0)
        {
            throw new CryptographicException("libsodium does not start");
        }
    }

    /// <summary>X25519, RFC 7748. False when the peer's value has low order (RFC 8731 section 3: MUST abort).</summary>
    public static bool TryX25519(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> point, Span<byte> shared)
    {
        Require(secret.Length == KeyLength && point.Length == KeyLength && shared.Length == KeyLength);
        fixed (byte* q = shared, n = secret, p = point)
        {
            return crypto_scalarmult_curve25519(q, n, p) == 0;
        }
    }

    public static void X25519Public(ReadOnlySpan<byte> secret, Span<byte> point)
    {
        Require(secret.Length == KeyLength && point.Length == KeyLength);
        fixed (byte* q = point, n = secret)
        {
            Require(crypto_scalarmult_curve25519_base(q, n) == 0);
        }
    }

    public static void Ed25519KeyPair(ReadOnlySpan<byte> seed, Span<byte> publicKey, Span<byte> secretKey)
    {
        Require(seed.Length == KeyLength && publicKey.Length == KeyLength && secretKey.Length == Ed25519SecretLength);
        fixed (byte* s = seed, pk = publicKey, sk = secretKey)
        {
            Require(crypto_sign_ed25519_seed_keypair(pk, sk, s) == 0);
        }
    }

    public static void Ed25519Sign(ReadOnlySpan<byte> secretKey, ReadOnlySpan<byte> data, Span<byte> signature)
    {
        Require(secretKey.Length == Ed25519SecretLength && signature.Length == Ed25519SignatureLength);
        fixed (byte* sk = secretKey, m = data, sig = signature)
        {
            Require(crypto_sign_ed25519_detached(sig, null, m, (ulong)data.Length, sk) == 0);
        }
    }

    public static bool Ed25519Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != KeyLength || signature.Length != Ed25519SignatureLength)
        {
            return false;
        }

        fixed (byte* pk = publicKey, m = data, sig = signature)
        {
            return crypto_sign_ed25519_verify_detached(sig, m, (ulong)data.Length, pk) == 0;
        }
    }

    /// <summary>ChaCha20 with 64-bit nonce and counter, in place.</summary>
    public static void ChaCha20(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ulong counter, Span<byte> data)
    {
        Require(key.Length == KeyLength && nonce.Length == 8);
        fixed (byte* k = key, n = nonce, d = data)
        {
            Require(crypto_stream_chacha20_xor_ic(d, d, (ulong)data.Length, n, counter, k) == 0);
        }
    }

    public static void Poly1305(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> tag)
    {
        Require(key.Length == KeyLength && tag.Length == 16);
        fixed (byte* k = key, m = data, t = tag)
        {
            Require(crypto_onetimeauth_poly1305(t, m, (ulong)data.Length, k) == 0);
        }
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new CryptographicException("libsodium was called wrongly");
        }
    }

    [LibraryImport(Library)]
    private static partial int sodium_init();

    [LibraryImport(Library)]
    private static partial int crypto_scalarmult_curve25519(byte* q, byte* n, byte* p);

    [LibraryImport(Library)]
    private static partial int crypto_scalarmult_curve25519_base(byte* q, byte* n);

    [LibraryImport(Library)]
    private static partial int crypto_sign_ed25519_seed_keypair(byte* pk, byte* sk, byte* seed);

    [LibraryImport(Library)]
    private static partial int crypto_sign_ed25519_detached(byte* sig, ulong* siglen, byte* m, ulong mlen, byte* sk);

    [LibraryImport(Library)]
    private static partial int crypto_sign_ed25519_verify_detached(byte* sig, byte* m, ulong mlen, byte* pk);

    [LibraryImport(Library)]
    private static partial int crypto_stream_chacha20_xor_ic(byte* c, byte* m, ulong mlen, byte* n, ulong ic, byte* k);

    [LibraryImport(Library)]
    private static partial int crypto_onetimeauth_poly1305(byte* output, byte* m, ulong mlen, byte* k);
}
