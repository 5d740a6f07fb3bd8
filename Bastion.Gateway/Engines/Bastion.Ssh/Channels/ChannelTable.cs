using System.Diagnostics.CodeAnalysis;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Channels;

/// <summary>
/// The channels of one connection, RFC 4254 section 5, by our own numbers. It checks what comes and notes what goes; it sends nothing
/// itself. Every method that takes a received message throws <see cref="SshProtocolException"/> for what the state does not allow:
/// end the connection with its reason. Any task may call.
/// </summary>
public sealed class ChannelTable<TOwner>(int capacity = SshLimits.Channels)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<uint, SshChannel<TOwner>> _channels = [];
    private uint _next;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _channels.Count;
            }
        }
    }

    /// <summary>All channels at this moment.</summary>
    public IReadOnlyList<SshChannel<TOwner>> Snapshot()
    {
        lock (_gate)
        {
            return [.. _channels.Values];
        }
    }

    /// <summary>Note an open that we send: use its <c>LocalId</c> as sender channel. False when the table is full.</summary>
    public bool TryOpen(
        string type, TOwner owner, uint initialWindow, uint maximumPacket, [NotNullWhen(true)] out SshChannel<TOwner>? channel)
    {
        channel = Add(type, owner, ChannelState.OpeningHere);
        if (channel is not null)
        {
            channel.ReceiveWindow = new ReceiveWindow(initialWindow, maximumPacket);
        }

        return channel is not null;
    }

    /// <summary>SSH_MSG_CHANNEL_OPEN came. False when the table is full: answer OPEN_FAILURE with ResourceShortage.</summary>
    public bool TryAccept(ChannelOpenMessage open, TOwner owner, [NotNullWhen(true)] out SshChannel<TOwner>? channel)
    {
        channel = Add(open.Type, owner, ChannelState.OpeningThere);
        if (channel is not null)
        {
            channel.RemoteId = open.SenderChannel;
            channel.SendWindow = new SendWindow(open.InitialWindow, open.MaximumPacket);
        }

        return channel is not null;
    }

    /// <summary>We confirm the peer's open: returns what to send.</summary>
    public ChannelOpenConfirmationMessage Confirm(SshChannel<TOwner> channel, uint initialWindow, uint maximumPacket)
    {
        lock (_gate)
        {
            channel.ReceiveWindow = new ReceiveWindow(initialWindow, maximumPacket);
            channel.State = ChannelState.Open;
        }

        return new ChannelOpenConfirmationMessage(
            channel.RemoteId, channel.LocalId, initialWindow, maximumPacket, ReadOnlyMemory<byte>.Empty);
    }

    /// <summary>We refuse the peer's open: returns what to send; the channel is gone.</summary>
    public ChannelOpenFailureMessage Refuse(SshChannel<TOwner> channel, ChannelOpenFailureReason reason, string description)
    {
        Remove(channel);
        return new ChannelOpenFailureMessage(channel.RemoteId, reason, description, "");
    }

    /// <summary>SSH_MSG_CHANNEL_OPEN_CONFIRMATION came.</summary>
    public SshChannel<TOwner> Confirmed(ChannelOpenConfirmationMessage message)
    {
        lock (_gate)
        {
            SshChannel<TOwner> channel = Get(message.RecipientChannel);
            Require(channel.State == ChannelState.OpeningHere, "channel was not being opened");
            channel.RemoteId = message.SenderChannel;
            channel.SendWindow = new SendWindow(message.InitialWindow, message.MaximumPacket);
            channel.State = ChannelState.Open;
            return channel;
        }
    }

    /// <summary>SSH_MSG_CHANNEL_OPEN_FAILURE came: the channel is gone.</summary>
    public SshChannel<TOwner> Refused(ChannelOpenFailureMessage message)
    {
        lock (_gate)
        {
            SshChannel<TOwner> channel = Get(message.RecipientChannel);
            Require(channel.State == ChannelState.OpeningHere, "channel was not being opened");
            channel.State = ChannelState.Closed;
            _channels.Remove(channel.LocalId);
            return channel;
        }
    }

    /// <summary>SSH_MSG_CHANNEL_DATA or EXTENDED_DATA came: window, packet size, end of file and state are checked.</summary>
    public SshChannel<TOwner> ReceivedData(uint recipient, int bytes)
    {
        lock (_gate)
        {
            SshChannel<TOwner> channel = GetOpen(recipient);
            Require(!channel.EofReceived, "channel data after end of file");
            channel.ReceiveWindow.Use(bytes);
            return channel;
        }
    }

    /// <summary>SSH_MSG_CHANNEL_WINDOW_ADJUST came: <see cref="SshChannel{TOwner}.SendWindow"/> has grown.</summary>
    public SshChannel<TOwner> ReceivedAdjust(ChannelWindowAdjustMessage message)
    {
        lock (_gate)
        {
            SshChannel<TOwner> channel = GetOpen(message.RecipientChannel);
            channel.SendWindow.Add(message.BytesToAdd);
            return channel;
        }
    }

    /// <summary>SSH_MSG_CHANNEL_EOF came. A second one is an error.</summary>
    public SshChannel<TOwner> ReceivedEof(uint recipient)
    {
        lock (_gate)
        {
            SshChannel<TOwner> channel = GetOpen(recipient);
            Require(!channel.EofReceived, "end of file twice");
            channel.EofReceived = true;
            return channel;
        }
    }

    /// <summary>
    /// SSH_MSG_CHANNEL_CLOSE came. When <see cref="SshChannel{TOwner}.CloseSent"/> is false answer it with
    /// <see cref="Close"/>, if need be later (RFC 4254 section 5.3); when it is true the channel is gone.
    /// </summary>
    public SshChannel<TOwner> ReceivedClose(uint recipient)
    {
        lock (_gate)
        {
            SshChannel<TOwner> channel = GetOpen(recipient);
            channel.CloseReceived = true;
            Settle(channel);
            return channel;
        }
    }

    /// <summary>SSH_MSG_CHANNEL_REQUEST came.</summary>
    public SshChannel<TOwner> ReceivedRequest(uint recipient)
    {
        lock (_gate)
        {
            return GetOpen(recipient);
        }
    }

    /// <summary>SSH_MSG_CHANNEL_SUCCESS or FAILURE came: with the tag that <see cref="PendingReplies.Expect"/> was given.</summary>
    public SshChannel<TOwner> ReceivedReply(uint recipient, out object? tag)
    {
        lock (_gate)
        {
            SshChannel<TOwner> channel = GetOpen(recipient);
            tag = channel.Pending.Take();
            return channel;
        }
    }

    /// <summary>We are about to send EOF. False when that is not possible any more: send nothing.</summary>
    public bool SendEof(SshChannel<TOwner> channel)
    {
        lock (_gate)
        {
            bool possible = channel.State == ChannelState.Open && !channel.EofSent && !channel.CloseSent;
            channel.EofSent |= possible;
            return possible;
        }
    }

    /// <summary>We are about to send CLOSE. False when it was sent before: send nothing.</summary>
    public bool Close(SshChannel<TOwner> channel)
    {
        lock (_gate)
        {
            if (channel.CloseSent || channel.State is not (ChannelState.Open or ChannelState.Closing))
            {
                return false;
            }

            channel.CloseSent = true;
            Settle(channel);
            return true;
        }
    }

    /// <summary>May data, requests and the like be sent on this channel now?</summary>
    public bool CanSend(SshChannel<TOwner> channel)
    {
        lock (_gate)
        {
            return channel.State is ChannelState.Open or ChannelState.Closing && !channel.CloseSent;
        }
    }

    private void Settle(SshChannel<TOwner> channel)
    {
        bool gone = channel.CloseSent && channel.CloseReceived;
        channel.State = gone ? ChannelState.Closed : ChannelState.Closing;
        if (gone)
        {
            _channels.Remove(channel.LocalId);
        }
    }

    private SshChannel<TOwner>? Add(string type, TOwner owner, ChannelState state)
    {
        lock (_gate)
        {
            if (_channels.Count >= capacity)
            {
                return null;
            }

            // Numbers are not used twice on one connection, so a late message can never reach another channel.
            var channel = new SshChannel<TOwner>(_next++, type, owner) { State = state };
            _channels.Add(channel.LocalId, channel);
            return channel;
        }
    }

    private void Remove(SshChannel<TOwner> channel)
    {
        lock (_gate)
        {
            channel.State = ChannelState.Closed;
            _channels.Remove(channel.LocalId);
        }
    }

    private SshChannel<TOwner> Get(uint recipient) =>
        _channels.TryGetValue(recipient, out SshChannel<TOwner>? channel)
            ? channel
            : throw new SshProtocolException("message for a channel that does not exist");

    private SshChannel<TOwner> GetOpen(uint recipient)
    {
        SshChannel<TOwner> channel = Get(recipient);
        Require(channel.State is ChannelState.Open or ChannelState.Closing, "message for a channel that is not open");
        Require(!channel.CloseReceived, "message for a channel after its close");
        return channel;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new SshProtocolException(otherwise);
        }
    }
}
