using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Channels;

/// <summary>What we let the peer send on one channel, strictly enforced. Any task may call.</summary>
public sealed class ReceiveWindow(uint initial, uint maximumPacket)
{
    private readonly Lock _gate = new();
    private uint _granted = initial;

    /// <summary>What the peer may still send.</summary>
    public uint Available
    {
        get
        {
            lock (_gate)
            {
                return _granted;
            }
        }
    }

    /// <summary>Data came.</summary>
    /// <exception cref="SshProtocolException">More than was granted, or more than one packet may carry.</exception>
    public void Use(int bytes)
    {
        if ((uint)bytes > maximumPacket)
        {
            throw new SshProtocolException("channel data is larger than the maximum packet");
        }

        lock (_gate)
        {
            if ((uint)bytes > _granted)
            {
                throw new SshProtocolException("channel data is beyond the window");
            }

            _granted -= (uint)bytes;
        }
    }

    /// <summary>SSH_MSG_CHANNEL_WINDOW_ADJUST is about to go out. Returns what may be granted: the window never passes 2^32 - 1.</summary>
    public uint Grant(uint bytes)
    {
        lock (_gate)
        {
            uint granted = Math.Min(bytes, uint.MaxValue - _granted);
            _granted += granted;
            return granted;
        }
    }
}
