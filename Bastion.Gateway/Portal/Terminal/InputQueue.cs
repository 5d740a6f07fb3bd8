namespace Bastion.Gateway.Portal.Terminal;

/// <summary>
/// What the browser sent and the session has not taken yet. Bounded by a window that the browser knows, so that the reader of the
/// socket never waits: acknowledgements of output must pass while typed bytes wait, or a large paste that the device echoes would stand still for ever.
/// One consumer.
/// </summary>
internal sealed class InputQueue
{
    /// <summary>Typed bytes sent and not yet taken by the session, at most.</summary>
    public const int Window = 64 * 1024;

    private readonly Lock gate = new();
    private readonly Queue<byte[]> typed = new();
    private int waiting;
    private (int Columns, int Rows)? size;
    private TaskCompletionSource arrival = New();

    /// <summary>False when the browser sent more than the window: a protocol error.</summary>
    public bool TryType(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (waiting + bytes.Length > Window)
                return false;
            if (bytes.Length > 0)
                typed.Enqueue(bytes.ToArray());
            waiting += bytes.Length;
            arrival.TrySetResult();
            return true;
        }
    }

    /// <summary>Only the last size counts.</summary>
    public void Resize(int columns, int rows)
    {
        lock (gate)
        {
            size = (columns, rows);
            arrival.TrySetResult();
        }
    }

    /// <summary>The next size or the next bytes; waits for one.</summary>
    public async ValueTask<((int Columns, int Rows)? Size, byte[] Bytes)> TakeAsync(CancellationToken cancel)
    {
        while (true)
        {
            Task wait;
            lock (gate)
            {
                if (size is { } last)
                {
                    size = null;
                    return (last, []);
                }

                if (typed.TryDequeue(out var bytes))
                    return (null, bytes);
                arrival = New();
                wait = arrival.Task;
            }

            await wait.WaitAsync(cancel);
        }
    }

    /// <summary>The session has taken them: the browser may send as many again.</summary>
    public void Taken(int bytes)
    {
        lock (gate)
            waiting -= bytes;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
