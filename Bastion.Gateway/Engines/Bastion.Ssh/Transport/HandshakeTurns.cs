namespace Bastion.Ssh.Transport;

/// <summary>
/// How many handshakes of a server compute at once. The others wait here, without a thread and no longer than their own deadline: a flood of
/// new connections must not take the processors from running sessions.
/// </summary>
public sealed class HandshakeTurns(int atOnce) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(atOnce, atOnce);

    /// <summary>How many compute now.</summary>
    public int Taken => atOnce - _turns.CurrentCount;

    internal Task EnterAsync(CancellationToken cancellation) => _turns.WaitAsync(cancellation);

    internal void Leave() => _turns.Release();

    public void Dispose() => _turns.Dispose();
}
