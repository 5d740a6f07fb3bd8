using System.Security.Cryptography;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;

namespace Bastion.Ssh.Transport;

/// <summary>Offers and choices of RFC 4253 section 7.1.</summary>
internal static class AlgorithmNegotiation
{
    public const string StrictClient = "kex-strict-c-v00@openssh.com";
    public const string StrictServer = "kex-strict-s-v00@openssh.com";
    public const string ExtInfoClient = "ext-info-c";

    private static readonly string[] NoCompression = ["none"];

    /// <param name="hostKeys">Signature algorithms that we can make or that fit the pins.</param>
    /// <param name="first">Markers for strict key exchange and extensions belong to the first exchange only.</param>
    public static KexInitMessage Offer(SshRole role, AlgorithmProfile profile, IReadOnlyList<string> hostKeys, bool first, bool offerChaCha)
    {
        IReadOnlyList<string> ciphers = offerChaCha ? profile.Cipher : [.. profile.Cipher.Where(name => name != CipherSuite.ChaChaPoly)];
        string[] markers = (role, first) switch
        {
            (_, false) => [],
            (SshRole.Client, _) => [ExtInfoClient, StrictClient],
            _ => [StrictServer],
        };
        return new KexInitMessage
        {
            Cookie = RandomNumberGenerator.GetBytes(KexInitMessage.CookieLength),
            KeyExchange = [.. profile.KeyExchange, .. markers],
            HostKey = hostKeys,
            CipherClientToServer = ciphers,
            CipherServerToClient = ciphers,
            MacClientToServer = profile.Mac,
            MacServerToClient = profile.Mac,
            CompressionClientToServer = NoCompression,
            CompressionServerToClient = NoCompression,
        };
    }

    /// <exception cref="SshEndException">Nothing in common, or chacha20-poly1305 without strict key exchange.</exception>
    public static NegotiatedAlgorithms Choose(KexInitMessage client, KexInitMessage server, bool strict)
    {
        string clientToServer = Pick("cipher", client.CipherClientToServer, server.CipherClientToServer);
        string serverToClient = Pick("cipher", client.CipherServerToClient, server.CipherServerToClient);
        Pick("compression", client.CompressionClientToServer, server.CompressionClientToServer);
        Pick("compression", client.CompressionServerToClient, server.CompressionServerToClient);
        if (!strict && (clientToServer == CipherSuite.ChaChaPoly || serverToClient == CipherSuite.ChaChaPoly))
        {
            throw SshEndException.NoCommon("cipher that is safe without strict key exchange");
        }

        return new NegotiatedAlgorithms(
            Pick("key exchange method", client.KeyExchange, server.KeyExchange),
            Pick("host key algorithm", client.HostKey, server.HostKey),
            clientToServer,
            serverToClient,
            PickMac(clientToServer, client.MacClientToServer, server.MacClientToServer),
            PickMac(serverToClient, client.MacServerToClient, server.MacServerToClient),
            strict);
    }

    /// <summary>Whether the packet that the peer sent on a guess (RFC 4253 section 7) belongs to the exchange at all.</summary>
    public static bool GuessWasRight(KexInitMessage client, KexInitMessage server) =>
        Preferred(client.KeyExchange) == Preferred(server.KeyExchange) && Preferred(client.HostKey) == Preferred(server.HostKey);

    private static string? Preferred(IReadOnlyList<string> names) => names.Count > 0 ? names[0] : null;

    private static string PickMac(string cipher, IReadOnlyList<string> client, IReadOnlyList<string> server) =>
        CipherSuite.IsAead(cipher) ? CipherSuite.NoMac : Pick("MAC", client, server);

    private static string Pick(string kind, IReadOnlyList<string> client, IReadOnlyList<string> server) =>
        client.FirstOrDefault(server.Contains) ?? throw SshEndException.NoCommon(kind);
}
