namespace Bastion.Admin.Persistence;

/// <summary>Says that something was committed, to those who wait for it: the journal pump and the live page.</summary>
internal sealed class CommitSignals
{
    private volatile TaskCompletionSource outbox = New();
    private volatile TaskCompletionSource live = New();

    /// <summary>Completes at the next commit that wrote a journal entry. Take it before looking.</summary>
    public Task NextOutbox => outbox.Task;

    /// <summary>Completes at the next change of a session or an intervention. Take it before looking.</summary>
    public Task NextLive => live.Task;

    public void Committed(bool acts, bool sessions)
    {
        if (acts)
            Interlocked.Exchange(ref outbox, New()).TrySetResult();
        if (sessions)
            Interlocked.Exchange(ref live, New()).TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
