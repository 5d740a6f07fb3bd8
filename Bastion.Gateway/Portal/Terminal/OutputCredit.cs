namespace Bastion.Gateway.Portal.Terminal;

/// <summary>
/// How many bytes may be on their way to the browser. The browser acknowledges what its terminal has really drawn, so a flood stops
/// here: nothing more is asked of the session, which holds the device back. Asked for before the bytes are, never after, so that
/// no byte waits here for its turn while the session is cut.
/// </summary>
internal sealed class OutputCredit
{
    /// <summary>Bytes sent and not yet drawn at which nothing more is sent. One chunk of output may go over it.</summary>
    public const int Window = 256 * 1024;

    private readonly Lock gate = new();
    private int unacknowledged;
    private TaskCompletionSource? room;

    public int Unacknowledged
    {
        get
        {
            lock (gate)
            {
                return unacknowledged;
            }
        }
    }

    /// <summary>Waits until something may be sent.</summary>
    public async ValueTask WaitAsync(CancellationToken cancel)
    {
        while (true)
        {
            Task wait;
            lock (gate)
            {
                if (unacknowledged < Window)
                {
                    return;
                }

                room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                wait = room.Task;
            }

            await wait.WaitAsync(cancel);
        }
    }

    public void Sent(int bytes)
    {
        lock (gate)
        {
            unacknowledged += bytes;
        }
    }

    /// <summary>False when the browser acknowledges more than it was sent: a protocol error.</summary>
    public bool TryDrawn(int bytes)
    {
        TaskCompletionSource? wake;
        lock (gate)
        {
            if (bytes <= 0 || bytes > unacknowledged)
            {
                return false;
            }

            unacknowledged -= bytes;
            (wake, room) = (room, null);
        }

        wake?.SetResult();
        return true;
    }
}
