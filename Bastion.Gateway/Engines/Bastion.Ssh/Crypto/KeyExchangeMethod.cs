using System.Security.Cryptography;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Crypto;

/// <summary>
/// One run of one key exchange method. A shared secret is returned as it enters the hashes: with its length, as mpint or string.
/// Bad values of the peer throw <see cref="SshProtocolException"/> with <see cref="DisconnectReason.KeyExchangeFailed"/>.
/// </summary>
internal abstract class KeyExchangeMethod : IDisposable
{
    public abstract HashAlgorithmName Hash { get; }

    /// <summary>Client: public value for SSH_MSG_KEX_ECDH_INIT. Called once.</summary>
    public abstract byte[] CreateInit();

    /// <summary>Client: shared secret from the server's value.</summary>
    public abstract byte[] Finish(ReadOnlySpan<byte> reply);

    /// <summary>Server: public value for the reply, and the shared secret.</summary>
    public abstract byte[] Respond(ReadOnlySpan<byte> init, out byte[] sharedSecret);

    public abstract void Dispose();

    public static KeyExchangeMethod Create(string name) => name switch
    {
        "mlkem768x25519-sha256" => new MlKem768X25519Exchange(),
        "curve25519-sha256" or "curve25519-sha256@libssh.org" => new Curve25519Exchange(),
        "ecdh-sha2-nistp256" => new EcdhExchange(ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256, 32),
        "ecdh-sha2-nistp384" => new EcdhExchange(ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA384, 48),
        "ecdh-sha2-nistp521" => new EcdhExchange(ECCurve.NamedCurves.nistP521, HashAlgorithmName.SHA512, 66),
        "diffie-hellman-group14-sha256" => new ModpExchange(ModpExchange.Group14, HashAlgorithmName.SHA256),
        "diffie-hellman-group16-sha512" => new ModpExchange(ModpExchange.Group16, HashAlgorithmName.SHA512),
        _ => throw new ArgumentException("unknown key exchange method", nameof(name)),
    };

    protected static SshProtocolException BadValue() => new(DisconnectReason.KeyExchangeFailed, "key exchange value is not valid");

    protected static byte[] AsMpInt(ReadOnlySpan<byte> magnitude)
    {
        using var writer = new WireWriter(magnitude.Length + 5);
        writer.WriteMpInt(magnitude);
        return writer.ToArray();
    }
}
