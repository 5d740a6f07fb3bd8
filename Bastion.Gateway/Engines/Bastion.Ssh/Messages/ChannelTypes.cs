namespace Bastion.Ssh.Messages;

/// <summary>Channel types, RFC 4254. Only <see cref="Session"/> has a meaning for the engine.</summary>
public static class ChannelTypes
{
    public const string Session = "session";
    public const string DirectTcpIp = "direct-tcpip";
    public const string ForwardedTcpIp = "forwarded-tcpip";
    public const string X11 = "x11";
    public const string AuthAgent = "auth-agent@openssh.com";
}
