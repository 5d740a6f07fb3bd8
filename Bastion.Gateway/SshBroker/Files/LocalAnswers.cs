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

    /// <summary>Different sentences on the error stream of one channel: a program that does not read that stream loses this much of its window.</summary>
    public const int MaxShown = 32;

    private readonly Lock gate = new();
    private readonly Queue<(LaneOpKind Kind, byte[] Bytes)> waiting = new();
    private readonly HashSet<string> shown = [];

    public bool IsEmpty
    {
        get
        {
            lock (gate)
                return waiting.Count == 0;
        }
    }

    /// <summary>False when too many wait.</summary>
    public bool TryAdd(byte[] answer) => TryAdd(LaneOpKind.Line, answer);

    /// <summary>
    /// Says a sentence on the error stream too, once: many programs show a word of their own for an answer and hide its text, but what comes on that stream they show.
    /// </summary>
    public void Show(string sentence)
    {
        lock (gate)
        {
            if (shown.Count >= MaxShown || !shown.Add(sentence))
                return;
        }
        TryAdd(LaneOpKind.ErrorLine, TerminalLine.OfError(sentence, terminal: false));
    }

    private bool TryAdd(LaneOpKind kind, byte[] bytes)
    {
        lock (gate)
        {
            if (waiting.Count >= MaxWaiting)
                return false;
            waiting.Enqueue((kind, bytes));
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
            await line.Output.AppendAsync(answer.Kind, line.Channel, answer.Kind == LaneOpKind.Line ? Track.Output : Track.Error, answer.Bytes);
    }

    private bool TryTake(out (LaneOpKind Kind, byte[] Bytes) answer)
    {
        lock (gate)
        {
            if (!waiting.TryPeek(out answer) || !line.Channel.ToTechnician.TryInject(answer.Bytes.Length))
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
