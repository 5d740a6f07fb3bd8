using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Bastion.Hosting;

/// <summary>
/// Binds a listener. A Unix socket left behind by a process that was killed is taken over, one that still answers is not;
/// the new one is open to owner and group.
/// </summary>
internal static class BoundSocket
{
    private const UnixFileMode OwnerAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    public static Socket Create(EndPoint endPoint)
    {
        if (endPoint is not UnixDomainSocketEndPoint unix)
            return SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        var path = unix.ToString()!;
        if (File.Exists(path) && !Answers(unix))
            File.Delete(path);
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        File.SetUnixFileMode(path, OwnerAndGroup);
        return socket;
    }

    private static bool Answers(UnixDomainSocketEndPoint endPoint)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(endPoint);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
