namespace Bastion.Gateway.SshBroker.Relay;

/// <summary>The leg at the far end of a lane. Called by one task, in order, with what is durable already.</summary>
internal interface ILaneTarget
{
    /// <summary>Seals one thing for the leg, or drops it when the session's gates say so.</summary>
    ValueTask DeliverAsync(LaneOp op, ReadOnlyMemory<byte> payload);

    /// <summary>Hands everything sealed to the socket.</summary>
    ValueTask FlushAsync();
}
