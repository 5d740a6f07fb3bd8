namespace Bastion.Gateway.SshBroker.Terminals;

/// <summary>
/// A technician's shell on a device without an SSH client: the far side of a web socket. It enters the same relay as an SSH
/// connection: same permit, same recording before delivery, same freezing, notices and limits.
/// One reader and one writer at a time.
/// </summary>
internal interface ITerminal : IAsyncDisposable
{
    TerminalFacts Facts { get; }

    /// <summary>What was typed, any bytes. Waits when the device does not take more; discarded while the session is frozen.</summary>
    ValueTask TypeAsync(ReadOnlyMemory<byte> input, CancellationToken cancellation);

    ValueTask ResizeAsync(int columns, int rows, CancellationToken cancellation);

    /// <summary>
    /// The next thing to show. The bytes of a <see cref="TerminalOutput"/> are the reader's until the next call; asking for the next
    /// event is what grants the device more credit. The last event is always <see cref="TerminalEnded"/>.
    /// </summary>
    ValueTask<TerminalEvent> ReadAsync(CancellationToken cancellation);

    /// <summary>The browser closed the terminal on purpose: ends as TechnicianClosed. Disposing without it ends as TechnicianLost.</summary>
    void Leave();
}
