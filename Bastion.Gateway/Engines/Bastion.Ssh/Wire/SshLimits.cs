namespace Bastion.Ssh.Wire;

/// <summary>Every size that a peer controls, in bytes unless the name says otherwise.</summary>
public static class SshLimits
{
    /// <summary>One line of the version exchange with its CR LF, RFC 4253 section 4.2.</summary>
    public const int VersionLine = 255;

    /// <summary>Everything before the version line of a server.</summary>
    public const int Preamble = 8 * 1024;

    /// <summary>packet_length before authentication, RFC 4253 section 6.1 rounded as everybody does.</summary>
    public const int PacketBeforeAuthentication = 35_000;

    /// <summary>packet_length after authentication.</summary>
    public const int Packet = 256 * 1024;

    /// <summary>One name-list of KEXINIT.</summary>
    public const int NameListBytes = 4 * 1024;

    /// <summary>Names in one name-list.</summary>
    public const int NameListNames = 256;

    /// <summary>One algorithm, method, extension or request name, RFC 4251 section 6.</summary>
    public const int Name = 64;

    /// <summary>Login name in an authentication request.</summary>
    public const int Login = 255;

    /// <summary>Password or one answer of a dialogue.</summary>
    public const int Answer = 4 * 1024;

    /// <summary>Prompts in one SSH_MSG_USERAUTH_INFO_REQUEST of a device, and rounds of one dialogue.</summary>
    public const int Prompts = 16;

    /// <summary>Public key or signature blob (RSA with 16384 bits fits).</summary>
    public const int KeyBlob = 8 * 1024;

    /// <summary>Rounds of bcrypt_pbkdf in an encrypted private key file (ssh-keygen writes 16 or 24).</summary>
    public const int KeyFileRounds = 1024;

    /// <summary>RSA modulus, bits, both ways.</summary>
    public const int RsaBitsMin = 2048;
    public const int RsaBitsMax = 16_384;

    /// <summary>Extensions in SSH_MSG_EXT_INFO.</summary>
    public const int Extensions = 32;

    /// <summary>Banner, instruction, description and the like: text for people.</summary>
    public const int Text = 8 * 1024;

    /// <summary>Authentication requests of one connection, whatever their method and outcome.</summary>
    public const int AuthenticationRequests = 64;

    /// <summary>Channels open at once on one connection.</summary>
    public const int Channels = 64;

    /// <summary>Requests whose reply is outstanding, per channel and for global requests.</summary>
    public const int PendingRequests = 128;

    /// <summary>SSH_MSG_IGNORE, DEBUG and UNIMPLEMENTED in a row without anything useful between them.</summary>
    public const int IdleMessages = 10_000;

    /// <summary>Messages that a peer must have sent for each key exchange that it starts: a flood of them is an attack on the processor.</summary>
    public const int MessagesPerKeyExchange = 16;

    /// <summary>Outgoing bytes that wait for the end of a key exchange before <c>FlushAsync</c> waits too.</summary>
    public const int HeldDuringKeyExchange = 16 * 1024 * 1024;

    /// <summary>Decrypted bytes of one received batch.</summary>
    public const int ReceiveBatch = 512 * 1024;
}
