namespace Bastion.Ssh.Messages;

/// <summary>Types of SSH_MSG_CHANNEL_REQUEST that have a meaning here. All others are answered with CHANNEL_FAILURE.</summary>
public static class ChannelRequestTypes
{
    public const string Pty = "pty-req";
    public const string Shell = "shell";
    public const string Exec = "exec";
    public const string Subsystem = "subsystem";
    public const string Environment = "env";
    public const string WindowChange = "window-change";
    public const string Signal = "signal";
    public const string ExitStatus = "exit-status";
    public const string ExitSignal = "exit-signal";

    /// <summary>OpenSSH: no more input will be read. No data, no reply.</summary>
    public const string EndOfWrite = "eow@openssh.com";

    /// <summary>Liveness probe; any reply will do, OpenSSH expects a failure.</summary>
    public const string KeepAlive = "keepalive@openssh.com";

    /// <summary>PuTTY measures with it: must be answered, with CHANNEL_FAILURE.</summary>
    public const string PuttyWindowAdjust = "winadj@putty.projects.tartarus.org";

    /// <summary>PuTTY announces that this is its only channel. No reply.</summary>
    public const string PuttySimple = "simple@putty.projects.tartarus.org";
}
