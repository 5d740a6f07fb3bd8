namespace Bastion.Ssh.Messages;

/// <summary>Types of SSH_MSG_GLOBAL_REQUEST that have a meaning here. All others are answered with REQUEST_FAILURE.</summary>
public static class GlobalRequestTypes
{
    public const string KeepAlive = "keepalive@openssh.com";

    /// <summary>The client will open no further session channel; later ones are to be refused.</summary>
    public const string NoMoreSessions = "no-more-sessions@openssh.com";

    /// <summary>A server tells its keys. Bound to the session id of its own leg: never forwarded.</summary>
    public const string HostKeys = "hostkeys-00@openssh.com";

    /// <summary>A client that was told keys it does not know wants them to sign.</summary>
    public const string ProveHostKeys = "hostkeys-prove-00@openssh.com";

    public const string TcpIpForward = "tcpip-forward";
    public const string CancelTcpIpForward = "cancel-tcpip-forward";
}
