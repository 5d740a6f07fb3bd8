using Bastion.Ssh.Messages;

namespace Bastion.Ssh.Authentication;

/// <summary>Either prompts to show or the verdict that ends the dialogue.</summary>
public sealed class DialogueStep
{
    private DialogueStep(InfoRequestMessage? question, AuthVerdict? verdict)
    {
        Question = question;
        Verdict = verdict;
    }

    internal InfoRequestMessage? Question { get; }

    internal AuthVerdict? Verdict { get; }

    /// <summary>Asks. No prompts at all is allowed: the instruction is shown and the client answers with nothing.</summary>
    public static DialogueStep Ask(string name, string instruction, params IReadOnlyList<InfoPrompt> prompts) =>
        new(new InfoRequestMessage(name, instruction, prompts), null);

    public static DialogueStep Done(AuthVerdict verdict) => new(null, verdict);
}
