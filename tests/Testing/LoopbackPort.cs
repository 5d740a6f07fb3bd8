using System.Net;
using System.Net.Sockets;

namespace Bastion.Testing;

/// <summary>A loopback port for programs that cannot take 0: asked of the system and given back, so starting must be ready to try another.</summary>
public static class LoopbackPort
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
