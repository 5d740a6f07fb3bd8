namespace Bastion.Ssh.Channels;

/// <summary>
/// One direction of a relayed channel: what the receiver grants is passed on to the source, so nothing is buffered here. Bytes that the
/// bastion makes itself (a notice) come out of a reserve that the source never hears of; bytes that it keeps (a blocked packet)
/// are given back to the source. Any task may call.
/// <para>
/// Law: bytes sent to the receiver never exceed what the receiver granted, whatever the source does inside its own window.
/// </para>
/// </summary>
public sealed class CreditLedger
{
    private readonly Lock _gate = new();
    private readonly uint _reserve;
    private ulong _received;
    private ulong _forwarded;
    private ulong _synthetic;
    private ulong _swallowed;
    private bool _held;

    /// <param name="reserve">Bytes of the receiver's window that are kept for <see cref="TryInject"/>.</param>
    public CreditLedger(uint reserve) => _reserve = reserve;

    /// <summary>Credit that can still be used by <see cref="TryInject"/>.</summary>
    public uint Reserved
    {
        get
        {
            lock (_gate)
            {
                return (uint)Math.Min(uint.MaxValue, Own());
            }
        }
    }

    /// <summary>The receiver granted this much (initial window or adjust). Returns what is to be granted to the source now.</summary>
    public uint Receive(uint bytes)
    {
        lock (_gate)
        {
            _received += bytes;
            return Forward();
        }
    }

    /// <summary>The bastion wants to send bytes of its own. All or nothing; true took them out of the reserve.</summary>
    public bool TryInject(int bytes)
    {
        lock (_gate)
        {
            if ((ulong)bytes > Own())
            {
                return false;
            }

            _synthetic += (ulong)bytes;
            return true;
        }
    }

    /// <summary>The bastion kept bytes of the source for itself. Returns what is to be granted to the source in their place.</summary>
    public uint Swallow(int bytes)
    {
        lock (_gate)
        {
            _swallowed += (ulong)bytes;
            return Forward();
        }
    }

    /// <summary>Freezing: from now on the source is granted nothing. What it was granted already may still come.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _held = true;
        }
    }

    /// <summary>Returns what is to be granted to the source now: all that came meanwhile.</summary>
    public uint Resume()
    {
        lock (_gate)
        {
            _held = false;
            return Forward();
        }
    }

    // Credit of the receiver that neither the source nor the bastion has.
    private ulong Own() => _received + _swallowed - _forwarded - _synthetic;

    private uint Forward()
    {
        ulong own = Own();
        if (_held || own <= _reserve)
        {
            return 0;
        }

        uint bytes = (uint)Math.Min(own - _reserve, uint.MaxValue);
        _forwarded += bytes;
        return bytes;
    }
}
