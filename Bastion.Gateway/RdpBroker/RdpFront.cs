namespace Bastion.Gateway.RdpBroker;

/// <summary>
/// The technician's side of every desktop session, whatever carries it: answers the MCS phase itself, wants a ticket or takes the session that one opened, and only then
/// dials the device and relays.
/// </summary>
internal sealed class RdpFront
{
    /// <summary>Runs to the sealed end and closes the transport.</summary>
    /// <param name="transport">Already protected: TLS, or a WebSocket below TLS. One PDU per write where the entry says so.</param>
    /// <param name="entry">How it came in.</param>
    /// <param name="gone">The listener stops, or the transport is known to be gone.</param>
    public Task RunAsync(Stream transport, RdpEntry entry, CancellationToken gone) => throw new NotSupportedException("no device is dialled yet");
}
