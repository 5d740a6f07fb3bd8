using Bastion.Gateway.SshBroker.Relay;

namespace Bastion.Gateway.SshBroker.Files;

/// <summary>
/// Reads along on one channel where files pass, decides on each request and tells what happened. What passes goes on the lanes from here.
/// The turn of the lane that a call belongs to is held by the caller.
/// </summary>
internal interface IFileFilter : IDisposable
{
    /// <summary>Holding the input lane's turn.</summary>
    ValueTask FromTechnicianAsync(ReadOnlyMemory<byte> data);

    /// <summary>Holding the output lane's turn.</summary>
    ValueTask FromDeviceAsync(ReadOnlyMemory<byte> data);

    /// <summary>The technician granted more: what waits for it may go. Any task.</summary>
    void CreditCame();

    /// <summary>The channel is over; the first call tells what is left to tell on this lane, whose turn is held.</summary>
    ValueTask EndAsync(RelayLane lane);
}
