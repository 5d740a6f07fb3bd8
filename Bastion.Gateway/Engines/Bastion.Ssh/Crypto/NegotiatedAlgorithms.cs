namespace Bastion.Ssh.Crypto;

/// <summary>Outcome of one negotiation, RFC 4253 section 7.1. MAC names are "(aead)" where the cipher needs none.</summary>
public sealed record NegotiatedAlgorithms(
    string KeyExchange,
    string HostKey,
    string CipherClientToServer,
    string CipherServerToClient,
    string MacClientToServer,
    string MacServerToClient,
    bool StrictKeyExchange);
