using System.Net.Sockets;

namespace Bastion.Ssh.Transport;

/// <summary>The orderly end of a socket: a close with unread bytes resets the connection and may take the last words away from the peer.</summary>
internal static class Lingering
{
    // What was on its way when we said goodbye; who sends more than this does not listen.
    private const int Most = 4 * 1024 * 1024;

    /// <summary>Says that nothing more comes, then reads and drops until the peer closes too.</summary>
    public static async ValueTask UntilClosedAsync(Stream stream, CancellationToken cancellation)
    {
        if (stream is not NetworkStream network)
        {
            return;
        }

        network.Socket.Shutdown(SocketShutdown.Send);
        var dropped = new byte[4096];
        int total = 0;
        int count = 1;
        while (count > 0 && total < Most)
        {
            count = await network.Socket.ReceiveAsync(dropped, cancellation).ConfigureAwait(false);
            total += count;
        }
    }
}
