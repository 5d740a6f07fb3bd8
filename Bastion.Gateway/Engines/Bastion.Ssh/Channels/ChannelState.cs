namespace Bastion.Ssh.Channels;

public enum ChannelState
{
    /// <summary>We sent SSH_MSG_CHANNEL_OPEN and wait.</summary>
    OpeningHere,

    /// <summary>The peer sent SSH_MSG_CHANNEL_OPEN and waits.</summary>
    OpeningThere,

    Open,

    /// <summary>SSH_MSG_CHANNEL_CLOSE went one way at least; gone from the table when it went both.</summary>
    Closing,

    Closed,
}
