using System.Threading.Channels;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker.Terminals;

namespace Bastion.Gateway.Tests.Portal.Doubles;

/// <summary>A session without a device: what is said goes to the browser, what is typed is kept (and echoed when asked).</summary>
internal sealed class TerminalDouble : ITerminalBroker, ITerminal
{
    private readonly Channel<TerminalEvent> events = Channel.CreateBounded<TerminalEvent>(1);
    private readonly Channel<byte[]> typed = Channel.CreateUnbounded<byte[]>();
    private long read;

    public TerminalRequest? Asked { get; private set; }

    public Refusal? Refusal { get; set; }

    public bool Echo { get; set; }

    public (int Columns, int Rows) Size { get; private set; }

    public bool HasLeft { get; private set; }

    public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Events that the portal has taken so far.</summary>
    public long Read => Interlocked.Read(ref read);

    public ChannelReader<byte[]> Typed => typed.Reader;

    public TerminalFacts Facts { get; } = new("s-1", "i-open", "INT-2026-00043", "ANA-01", "Analyseur de biochimie", "laboratoire", DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(144));

    public Task<TerminalOpening> OpenAsync(TerminalRequest request, CancellationToken cancellation)
    {
        Asked = request;
        Size = (request.Columns, request.Rows);
        return Task.FromResult(Refusal is null ? new TerminalOpening(this, null, "") : new TerminalOpening(null, Refusal, "Votre créneau est terminé."));
    }

    public ValueTask SayAsync(TerminalEvent what) => events.Writer.WriteAsync(what);

    public ValueTask SayAsync(string text) => SayAsync(new TerminalOutput(System.Text.Encoding.UTF8.GetBytes(text)));

    public async ValueTask TypeAsync(ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        await typed.Writer.WriteAsync(input.ToArray(), cancellation);
        if (Echo)
            await events.Writer.WriteAsync(new TerminalOutput(input.ToArray()), cancellation);
    }

    public ValueTask ResizeAsync(int columns, int rows, CancellationToken cancellation)
    {
        Size = (columns, rows);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<TerminalEvent> ReadAsync(CancellationToken cancellation)
    {
        var next = await events.Reader.ReadAsync(cancellation);
        Interlocked.Increment(ref read);
        return next;
    }

    public void Leave()
    {
        HasLeft = true;
        events.Writer.TryWrite(new TerminalEnded(SessionEndReason.TechnicianClosed, "Session fermée."));
    }

    public ValueTask DisposeAsync()
    {
        Closed.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
