namespace Bastion.Gateway.SshBroker.Relay;

/// <summary>One thing to do; its bytes are a range of the batch's buffer.</summary>
internal struct LaneOp
{
    public LaneOpKind Kind;
    public RelayChannel? Channel;
    public int Offset;
    public int Length;
    public uint Argument;
    public LaneMarker? Marker;
}
