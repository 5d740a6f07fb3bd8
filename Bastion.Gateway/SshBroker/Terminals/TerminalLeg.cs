using System.Threading.Channels;
using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker.Relay;
using Bastion.Ssh.Messages;

namespace Bastion.Gateway.SshBroker.Terminals;

/// <summary>The technician's leg of a web terminal: one shell, credit instead of SSH windows.</summary>
internal sealed class TerminalLeg : ITechnicianLeg, ITerminal
{
    /// <summary>Bytes on their way to the browser at most.</summary>
    private const uint OutputWindow = 256 * 1024;

    private const string TerminalType = "xterm-256color";

    private readonly Channel<TerminalEvent> events = Channel.CreateUnbounded<TerminalEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly RelayChannel channel;
    private readonly Lock creditGate = new();
    private TaskCompletionSource? creditWaiter;
    private uint credit;
    private uint unread;
    private bool shut;
    private SessionRelay? relay;
    private Task running = Task.CompletedTask;

    public TerminalLeg(int columns, int rows) => channel = new RelayChannel(OutputWindow)
    {
        Use = ChannelUse.Shell,
        Pty = new PtyRequest(TerminalType, Size(columns), Size(rows), 0, 0, ReadOnlyMemory<byte>.Empty),
    };

    public TerminalFacts Facts { get; private set; } = null!;

    /// <summary>Starts the shell on a relay that is ready.</summary>
    public async Task<ITerminal> RunAsync(SessionRelay ready)
    {
        relay = ready;
        var terms = ready.Session.Terms;
        Facts = new TerminalFacts(
            ready.Session.Id,
            terms.InterventionId,
            terms.InterventionNumber,
            terms.Device.Name,
            terms.Device.Label,
            terms.Device.Place,
            terms.NotAfter?.ToDateTimeOffset() ?? default,
            ready.Session.Remaining);
        running = ready.RunAsync();
        await ready.Acts.EnterAsync();
        await ready.Acts.StartAsync(channel);
        ready.Acts.Leave();
        return this;
    }

    public async ValueTask TypeAsync(ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        while (!input.IsEmpty)
        {
            var part = (int)Math.Min((uint)input.Length, await TakeCreditAsync((uint)input.Length, cancellation));
            if (part == 0)
                return;
            await relay!.Acts.EnterAsync();
            await relay.Acts.DataAsync(channel, input[..part]);
            relay.Acts.Leave();
            input = input[part..];
        }
    }

    public async ValueTask ResizeAsync(int columns, int rows, CancellationToken cancellation)
    {
        var size = RequestData.ToMessage(0, new WindowChangeRequest(Size(columns), Size(rows), 0, 0), wantReply: false);
        await relay!.Acts.EnterAsync();
        await relay.Acts.RequestAsync(channel, ChannelRequestTypes.WindowChange, size.Data, reply: null);
        relay.Acts.Leave();
    }

    public async ValueTask<TerminalEvent> ReadAsync(CancellationToken cancellation)
    {
        if (unread > 0)
        {
            var read = unread;
            unread = 0;
            relay!.Acts.Granted(channel, read);
        }
        var next = await events.Reader.ReadAsync(cancellation);
        if (next is TerminalOutput output)
            unread = (uint)output.Bytes.Length;
        return next;
    }

    public void Leave() => relay?.Session.End(SessionEndReason.TechnicianClosed);

    public async ValueTask DisposeAsync()
    {
        relay?.Session.End(SessionEndReason.TechnicianLost);
        await running;
    }

    void ITechnicianLeg.Data(RelayChannel to, bool error, ReadOnlyMemory<byte> bytes) =>
        events.Writer.TryWrite(new TerminalOutput(bytes.ToArray()));

    void ITechnicianLeg.Reply(RelayChannel to, bool success)
    {
        // Nobody asked for an answer.
    }

    void ITechnicianLeg.Request(RelayChannel to, string type, ReadOnlyMemory<byte> data)
    {
        // The exit status is in the recording; the end follows.
    }

    void ITechnicianLeg.Eof(RelayChannel to)
    {
        // The close follows.
    }

    // The only channel: with the shell the session is over.
    void ITechnicianLeg.Close(RelayChannel to) => relay?.Session.End(SessionEndReason.TechnicianClosed);

    ValueTask ITechnicianLeg.FlushAsync() => ValueTask.CompletedTask;

    void ITechnicianLeg.Grant(RelayChannel to, uint bytes)
    {
        TaskCompletionSource? waiter;
        lock (creditGate)
        {
            credit += bytes;
            (waiter, creditWaiter) = (creditWaiter, null);
        }
        waiter?.TrySetResult();
    }

    void ITechnicianLeg.ShowState(SessionSnapshot now, string sentence) =>
        events.Writer.TryWrite(new TerminalState(now.Freeze.IsFrozen, now.Freeze.IsBlind, sentence));

    void ITechnicianLeg.ShowNotice(SessionNoticeLine line, string sentence) =>
        events.Writer.TryWrite(line.Remaining is { } left ? new TerminalCountdown(left, sentence) : new TerminalNotice(sentence, line.By));

    ValueTask ITechnicianLeg.EndAsync(SessionEnd end, string sentence, TimeSpan patience)
    {
        events.Writer.TryWrite(new TerminalEnded(end.Reason, sentence));
        events.Writer.TryComplete();
        TaskCompletionSource? waiter;
        lock (creditGate)
        {
            shut = true;
            (waiter, creditWaiter) = (creditWaiter, null);
        }
        waiter?.TrySetResult();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<uint> TakeCreditAsync(uint wanted, CancellationToken cancellation)
    {
        while (true)
        {
            Task waiting;
            lock (creditGate)
            {
                if (shut)
                    return 0;
                if (credit > 0)
                {
                    var taken = Math.Min(credit, wanted);
                    credit -= taken;
                    return taken;
                }
                creditWaiter ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting = creditWaiter.Task;
            }
            await waiting.WaitAsync(cancellation);
        }
    }

    private static uint Size(int cells) => (uint)Math.Clamp(cells, 1, 1000);
}
