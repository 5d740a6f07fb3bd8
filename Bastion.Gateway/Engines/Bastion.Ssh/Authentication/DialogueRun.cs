using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Authentication;

/// <summary>A dialogue that is going on: how many answers are due, how many rounds it had.</summary>
internal sealed class DialogueRun(IAuthDialogue dialogue) : IAsyncDisposable
{
    private int _rounds;

    /// <summary>Prompts of the last question.</summary>
    public int Prompts { get; private set; }

    public async ValueTask<DialogueStep> NextAsync(IReadOnlyList<Secret> answers, CancellationToken cancellation)
    {
        if (++_rounds > SshLimits.Prompts)
        {
            return DialogueStep.Done(AuthVerdict.Reject);
        }

        DialogueStep step = await dialogue.NextAsync(answers, cancellation).ConfigureAwait(false);
        Prompts = step.Question?.Prompts.Count ?? 0;
        return step;
    }

    public ValueTask DisposeAsync() => dialogue.DisposeAsync();
}
