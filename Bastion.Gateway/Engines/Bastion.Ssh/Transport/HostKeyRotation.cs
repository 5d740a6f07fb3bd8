using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Transport;

/// <summary>
/// A server tells all its host keys after authentication, and proves those that the client does not know (OpenSSH PROTOCOL section 2.5).
/// So a key can be replaced without anybody having to believe a new one.
/// </summary>
public static class HostKeyRotation
{
    /// <summary>Keys that one request may ask to sign.</summary>
    public const int MaxProofs = 16;

    /// <summary>Only OpenSSH from 6.8 on asks for it; some others break on requests that they do not know.</summary>
    public static bool IsUnderstoodBy(string identification)
    {
        const string Prefix = "SSH-2.0-OpenSSH_";
        return identification.StartsWith(Prefix, StringComparison.Ordinal)
            && int.TryParse(identification.AsSpan(Prefix.Length).ToString().Split('.', '_', 'p', ' ')[0], out int major) && major >= 7;
    }

    public static GlobalRequestMessage Announce(IReadOnlyList<SshPrivateKey> keys)
    {
        using var data = new WireWriter(1024);
        foreach (SshPrivateKey key in keys)
        {
            data.WriteString(key.PublicKey.Blob);
        }

        return new GlobalRequestMessage(GlobalRequestTypes.HostKeys, false, data.ToArray());
    }

    /// <summary>Payload of the REQUEST_SUCCESS: a signature for each key that was asked for; null when one is not ours.</summary>
    public static byte[]? Prove(ReadOnlyMemory<byte> request, ReadOnlyMemory<byte> sessionId, IReadOnlyList<SshPrivateKey> keys)
    {
        var reader = new WireReader(request);
        using var reply = new WireWriter(1024);
        for (int count = 0; !reader.AtEnd; count++)
        {
            ReadOnlySpan<byte> blob = reader.ReadStringSpan(SshLimits.KeyBlob);
            if (count == MaxProofs || Find(keys, blob) is not { } key)
            {
                return null;
            }

            using var signed = new WireWriter(1024);
            signed.WriteString(GlobalRequestTypes.ProveHostKeys);
            signed.WriteString(sessionId.Span);
            signed.WriteString(blob);
            reply.WriteString(key.Sign(key.PublicKey.SignatureAlgorithms[0], signed.Span));
        }

        return reply.ToArray();
    }

    private static SshPrivateKey? Find(IReadOnlyList<SshPrivateKey> keys, ReadOnlySpan<byte> blob)
    {
        foreach (SshPrivateKey key in keys)
        {
            if (key.PublicKey.Blob.SequenceEqual(blob))
            {
                return key;
            }
        }

        return null;
    }
}
