using Bastion.Gateway.SshBroker.Relay;
using Bastion.Recorder.Contracts;

namespace Bastion.Gateway.SshBroker.Files;

/// <summary>
/// Answers of the bastion in the client's own protocol. They wait for a place between two packets of the device and for room in the technician's window,
/// and are recorded as output, for they are what he was told.
/// </summary>
/// <param name="atBoundary">Asked while the output lane's turn is held: may something stand here?</param>
internal sealed class LocalAnswers(FileLine line, Func<bool> atBoundary)
{
    /// <summary>Answers that wait; who asks for more without reading them breaks off.</summary>
    public const int MaxWaiting = 4096;

    private readonly Lock gate = new();
    private readonly Queue<byte[]> waiting = new();

    public bool IsEmpty
    {
        get
        {
            lock (gate)
                return waiting.Count == 0;
        }
    }

    /// <summary>False when too many wait.</summary>
    public bool TryAdd(byte[] answer)
    {
        lock (gate)
        {
            if (waiting.Count >= MaxWaiting)
                return false;
            waiting.Enqueue(answer);
        }
        Request();
        return true;
    }

    /// <summary>Sends what can be sent, soon.</summary>
    public void Request()
    {
        if (!IsEmpty)
            _ = line.RunAsync(PumpAsync);
    }

    /// <summary>Sends what can be sent; the caller holds the output lane's turn.</summary>
    public async ValueTask DrainAsync()
    {
        while (atBoundary() && !line.IsBroken && TryTake(out var answer))
            await line.Output.AppendAsync(LaneOpKind.Line, line.Channel, Track.Output, answer);
    }

    private bool TryTake(out byte[] answer)
    {
        lock (gate)
        {
            if (!waiting.TryPeek(out answer!) || !line.Channel.ToTechnician.TryInject(answer.Length))
                return false;
            waiting.Dequeue();
            return true;
        }
    }

    private async Task PumpAsync()
    {
        await line.Output.EnterAsync();
        try
        {
            await DrainAsync();
        }
        finally
        {
            line.Output.Leave();
        }
    }
}
