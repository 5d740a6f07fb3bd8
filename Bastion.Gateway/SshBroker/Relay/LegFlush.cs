using Bastion.Ssh.Transport;

namespace Bastion.Gateway.SshBroker.Relay;

/// <summary>
/// Flushes a leg for a task that must not wait for that leg: a receive loop that passes credit on. At most one flush is under way; what was sealed meanwhile goes with the next.
/// </summary>
internal sealed class LegFlush(SshTransport transport)
{
    private int wanted;

    public void Request()
    {
        if (Interlocked.Increment(ref wanted) == 1)
            _ = PumpAsync();
    }

    private async Task PumpAsync()
    {
        try
        {
            while (true)
            {
                var seen = Volatile.Read(ref wanted);
                await transport.FlushAsync(CancellationToken.None);
                if (Interlocked.Add(ref wanted, -seen) == 0)
                    return;
            }
        }
        catch (SshEndedException)
        {
            // The receive loop of this leg tells the end.
        }
    }
}
