using Bastion.Ssh.Crypto;

namespace Bastion.Ssh.Transport;

/// <summary>What both roles can be told.</summary>
public abstract class TransportOptions
{
    /// <summary>Version line without CR LF, RFC 4253 section 4.2.</summary>
    public string Identification { get; init; } = "SSH-2.0-Bastion_1";

    public AlgorithmProfile Algorithms { get; init; } = AlgorithmProfile.Strict;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Bytes in either direction after which we start a key exchange, RFC 4253 section 9.</summary>
    public long RekeyAfterBytes { get; init; } = 1L << 30;

    /// <summary>Age of the keys at which the next traffic starts a key exchange.</summary>
    public TimeSpan RekeyAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>For the version exchange and first keys, and again for each later key exchange that we wait for.</summary>
    public TimeSpan KeyExchangeTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
