namespace Bastion.Ssh.Authentication;

/// <summary>Server role of RFC 4252.</summary>
public sealed class ServerAuthenticationOptions
{
    /// <summary>Methods on offer before any partial success, in the order that clients see.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [AuthMethods.PublicKey, AuthMethods.KeyboardInteractive];

    /// <summary>Failed requests before SSH_MSG_DISCONNECT 14. The first "none" does not count.</summary>
    public int MaxTries { get; init; } = 6;

    /// <summary>Keys that may be probed besides: an agent with many keys is no attack.</summary>
    public int MaxProbes { get; init; } = 16;

    /// <summary>From the first service request to success; then SSH_MSG_DISCONNECT 2.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Sent before the first verdict, when not empty. Lines end with CR LF.</summary>
    public string Banner { get; init; } = "";
}
