using Bastion.Gateway.Recording;
using Bastion.Recorder.Contracts;

namespace Bastion.Gateway.HttpsBroker.Recording;

/// <summary>
/// The recording of one web session. An exchange takes a lane for each direction while it runs; lanes are used again, so that a session of
/// thousands of requests has as many as ran at once.
/// </summary>
internal sealed class WebRecorder(RecordingTap tap, long bodyCap)
{
    private readonly Stack<DurableGate> spare = new();
    private int exchanges;

    /// <summary>Bytes of one body that are recorded whole.</summary>
    public long BodyCap => bodyCap;

    /// <summary>Channel 0 is the session's own.</summary>
    public uint NextExchange() => (uint)Interlocked.Increment(ref exchanges);

    public DurableGate Take()
    {
        lock (spare)
            if (spare.TryPop(out var lane))
                return lane;
        return tap.OpenLane();
    }

    /// <summary>Only a lane on which nobody waits.</summary>
    public void GiveBack(DurableGate lane)
    {
        lock (spare)
            spare.Push(lane);
    }

    /// <summary>The number to wait for. The memory must stay as it is until then.</summary>
    public ulong Submit(uint exchange, Track track, ReadOnlyMemory<byte> payload) => tap.Submit([new TapFrame(track, exchange, payload)]);
}
