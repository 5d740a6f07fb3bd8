namespace Bastion.Ssh.Crypto;

/// <summary>Algorithms on offer, each list in order of preference. Data only: a new combination needs no code.</summary>
public sealed record AlgorithmProfile
{
    public required IReadOnlyList<string> KeyExchange { get; init; }

    /// <summary>Signature algorithms of host keys.</summary>
    public required IReadOnlyList<string> HostKey { get; init; }

    public required IReadOnlyList<string> Cipher { get; init; }

    public required IReadOnlyList<string> Mac { get; init; }

    /// <summary>Signature algorithms of users' keys, sent as server-sig-algs.</summary>
    public required IReadOnlyList<string> UserKey { get; init; }

    /// <summary>Whether this profile would have offered all of it.</summary>
    public bool Covers(NegotiatedAlgorithms chosen) =>
        KeyExchange.Contains(chosen.KeyExchange) && HostKey.Contains(chosen.HostKey)
        && Cipher.Contains(chosen.CipherClientToServer) && Cipher.Contains(chosen.CipherServerToClient)
        && Covers(chosen.MacClientToServer) && Covers(chosen.MacServerToClient);

    private bool Covers(string mac) => mac == CipherSuite.NoMac || Mac.Contains(mac);

    /// <summary>What everything current speaks; the default for technicians.</summary>
    public static AlgorithmProfile Strict { get; } = new()
    {
        KeyExchange = ["mlkem768x25519-sha256", "curve25519-sha256", "curve25519-sha256@libssh.org"],
        HostKey = ["ssh-ed25519", "rsa-sha2-512", "rsa-sha2-256"],
        Cipher =
        [
            "aes256-gcm@openssh.com", "aes128-gcm@openssh.com", "chacha20-poly1305@openssh.com",
            "aes256-ctr", "aes192-ctr", "aes128-ctr",
        ],
        Mac = ["hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com"],
        UserKey =
        [
            "ssh-ed25519", "sk-ssh-ed25519@openssh.com", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
            "sk-ecdsa-sha2-nistp256@openssh.com", "rsa-sha2-512", "rsa-sha2-256",
            "ssh-ed25519-cert-v01@openssh.com", "sk-ssh-ed25519-cert-v01@openssh.com", "ecdsa-sha2-nistp256-cert-v01@openssh.com",
            "ecdsa-sha2-nistp384-cert-v01@openssh.com", "ecdsa-sha2-nistp521-cert-v01@openssh.com",
            "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com", "rsa-sha2-512-cert-v01@openssh.com", "rsa-sha2-256-cert-v01@openssh.com",
        ],
    };

    /// <summary>Towards devices: strict, and host keys on NIST curves, which many have and no other.</summary>
    public static AlgorithmProfile Device { get; } = Strict with
    {
        HostKey = ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "rsa-sha2-512", "rsa-sha2-256"],
    };

    /// <summary>
    /// Strict and behind it what old devices and programs need: NIST curves, finite-field groups 14 and 16, ECDSA host keys, HMAC that is
    /// not encrypt-then-MAC. Never CBC, SHA-1 or DSS.
    /// </summary>
    public static AlgorithmProfile Compatible { get; } = Strict with
    {
        KeyExchange =
        [
            .. Strict.KeyExchange, "ecdh-sha2-nistp256", "ecdh-sha2-nistp384", "ecdh-sha2-nistp521",
            "diffie-hellman-group16-sha512", "diffie-hellman-group14-sha256",
        ],
        HostKey = Device.HostKey,
        Mac = [.. Strict.Mac, "hmac-sha2-256", "hmac-sha2-512"],
    };
}
