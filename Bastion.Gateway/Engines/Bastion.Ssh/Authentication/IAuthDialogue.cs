namespace Bastion.Ssh.Authentication;

/// <summary>One keyboard-interactive dialogue, RFC 4256, as many rounds as it takes (up to <c>SshLimits.Prompts</c>).</summary>
public interface IAuthDialogue : IAsyncDisposable
{
    /// <summary>
    /// Next step after these answers: as many as the last step had prompts (the engine refuses any other number), none at the start.
    /// They are wiped when the call returns.
    /// </summary>
    ValueTask<DialogueStep> NextAsync(IReadOnlyList<Secret> answers, CancellationToken cancellation);
}
