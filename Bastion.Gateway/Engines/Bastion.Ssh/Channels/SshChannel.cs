using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Channels;

/// <summary>One channel of one connection as <see cref="ChannelTable{TOwner}"/> knows it; <c>Owner</c> is what the caller hangs on it.</summary>
public sealed class SshChannel<TOwner>
{
    internal SshChannel(uint localId, string type, TOwner owner)
    {
        LocalId = localId;
        Type = type;
        Owner = owner;
    }

    /// <summary>Our number: what the peer writes as recipient.</summary>
    public uint LocalId { get; }

    /// <summary>The peer's number: what we write as recipient. Known once the channel is open, or from the peer's open.</summary>
    public uint RemoteId { get; internal set; }

    public string Type { get; }

    public TOwner Owner { get; set; }

    public ChannelState State { get; internal set; }

    /// <summary>What we may send. Set when the peer's window is known.</summary>
    public SendWindow SendWindow { get; internal set; } = new(0, 0);

    /// <summary>What the peer may send. Set when we opened or confirmed.</summary>
    public ReceiveWindow ReceiveWindow { get; internal set; } = new(0, 0);

    /// <summary>Requests of ours on this channel that wait for CHANNEL_SUCCESS or CHANNEL_FAILURE, oldest first.</summary>
    public PendingReplies Pending { get; } = new();

    public bool EofSent { get; internal set; }

    public bool EofReceived { get; internal set; }

    public bool CloseSent { get; internal set; }

    public bool CloseReceived { get; internal set; }
}
