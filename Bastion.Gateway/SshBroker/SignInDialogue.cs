using Bastion.Ssh.Authentication;
using Bastion.Ssh.Messages;

namespace Bastion.Gateway.SshBroker;

/// <summary>Keyboard-interactive: the password unless a proof went before, then the code. Both are always asked, whoever it is.</summary>
internal sealed class SignInDialogue(SignIn signIn, string login) : IAuthDialogue
{
    private bool asked;
    private bool wantsPassword;

    public async ValueTask<DialogueStep> NextAsync(IReadOnlyList<Secret> answers, CancellationToken cancellation)
    {
        if (!asked)
        {
            asked = true;
            wantsPassword = !signIn.HasAttempt;
            return Ask(wantsPassword ? "prompt_password" : "prompt_code");
        }
        if (!wantsPassword)
            return DialogueStep.Done(await signIn.JudgeAsync(() => signIn.FinishAsync(answers[0], cancellation)));
        wantsPassword = false;
        DialogueStep? next = null;
        var verdict = await signIn.JudgeAsync(async () =>
        {
            await signIn.BeginAsync(login, answers[0], cancellation);
            next = Ask("prompt_code");
            return AuthVerdict.Reject;
        });
        return next ?? DialogueStep.Done(verdict);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static DialogueStep Ask(string prompt) => DialogueStep.Ask("", "", new InfoPrompt(SshTexts.BeforeSignIn(prompt), Echo: false));
}
