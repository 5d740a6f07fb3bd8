using System.Net.Sockets;

namespace Bastion.Gateway.HttpsBroker.Device;

/// <summary>A device's connection that says when it is gone.</summary>
internal sealed class TrackedStream(Socket socket, Action<Socket> gone) : NetworkStream(socket, ownsSocket: true)
{
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            gone(Socket);
        base.Dispose(disposing);
    }
}
