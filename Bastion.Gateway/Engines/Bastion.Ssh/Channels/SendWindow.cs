using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Channels;

/// <summary>What the peer lets us send on one channel, RFC 4254 section 5.2. Any task may call.</summary>
public sealed class SendWindow(uint initial, uint maximumPacket)
{
    private readonly Lock _gate = new();
    private uint _available = initial;

    /// <summary>Data bytes in one message: the peer's maximum and our own cap.</summary>
    public int MaximumPacket { get; } = (int)Math.Min(maximumPacket, ChannelLimits.MaximumPacket);

    public uint Available
    {
        get
        {
            lock (_gate)
            {
                return _available;
            }
        }
    }

    /// <summary>SSH_MSG_CHANNEL_WINDOW_ADJUST came.</summary>
    /// <exception cref="SshProtocolException">The window passes 2^32 - 1.</exception>
    public void Add(uint bytes)
    {
        lock (_gate)
        {
            if (bytes > uint.MaxValue - _available)
            {
                throw new SshProtocolException("window is larger than 2^32 - 1");
            }

            _available += bytes;
        }
    }

    /// <summary>Takes all or nothing.</summary>
    public bool TryTake(int bytes)
    {
        lock (_gate)
        {
            if ((uint)bytes > _available)
            {
                return false;
            }

            _available -= (uint)bytes;
            return true;
        }
    }

    /// <summary>Takes what there is, at most <paramref name="bytes"/>.</summary>
    public int TakeUpTo(int bytes)
    {
        lock (_gate)
        {
            int taken = (int)Math.Min((uint)bytes, _available);
            _available -= (uint)taken;
            return taken;
        }
    }
}
