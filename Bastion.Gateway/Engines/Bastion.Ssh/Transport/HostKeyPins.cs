using System.Security.Cryptography;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Transport;

/// <summary>The host keys that are accepted from one device: any one of them must be shown, at each key exchange.</summary>
public sealed class HostKeyPins
{
    private readonly SshPublicKey[] _keys;

    /// <param name="publicKeys">RFC 4253 section 6.6 blobs.</param>
    /// <exception cref="ArgumentException">None given, or one cannot be read.</exception>
    public HostKeyPins(IEnumerable<ReadOnlyMemory<byte>> publicKeys)
    {
        try
        {
            _keys = publicKeys.Select(blob => SshPublicKey.Parse(blob.ToArray())).ToArray();
        }
        catch (SshProtocolException unreadable)
        {
            throw new ArgumentException("a pinned host key cannot be read", nameof(publicKeys), unreadable);
        }

        if (_keys.Length == 0)
        {
            throw new ArgumentException("no host key is pinned", nameof(publicKeys));
        }
    }

    internal bool Contains(ReadOnlySpan<byte> publicKey)
    {
        bool found = false;
        foreach (SshPublicKey key in _keys)
        {
            found |= CryptographicOperations.FixedTimeEquals(key.Blob, publicKey);
        }

        return found;
    }

    /// <summary>Signature algorithms of the profile that one of the pinned keys can make.</summary>
    internal IReadOnlyList<string> Fitting(IReadOnlyList<string> algorithms) =>
        algorithms.Where(algorithm => _keys.Any(key => key.SignatureAlgorithms.Contains(algorithm))).ToArray();
}
