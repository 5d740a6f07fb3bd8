using Bastion.Ssh.Authentication;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;

namespace Bastion.Ssh.Tests.Peers;

/// <summary>One account: a password, a code, some keys. As the broker does it, the password step alone never tells anything.</summary>
internal sealed class TestAuthenticator : IServerAuthenticator
{
    public const string Login = "sami+analyser";
    public const string RightPassword = "correct horse";
    public const string RightCode = "123456";

    public List<string> Keys { get; } = [];

    public bool KeyNeedsCode { get; set; }

    public List<string> Calls { get; } = [];

    public ValueTask<bool> ProbeKeyAsync(KeyOffer offer, CancellationToken cancellation)
    {
        Calls.Add("probe " + offer.Algorithm);
        return new(Knows(offer.Login, offer.PublicKey));
    }

    public ValueTask<AuthVerdict> VerifyKeyAsync(KeyProof proof, CancellationToken cancellation)
    {
        Calls.Add("key " + proof.Algorithm);
        AuthVerdict good = KeyNeedsCode ? AuthVerdict.Partial(AuthMethods.KeyboardInteractive) : AuthVerdict.Accept;
        return new(Knows(proof.Login, proof.PublicKey) ? good : AuthVerdict.Reject);
    }

    public ValueTask<AuthVerdict> VerifyPasswordAsync(string login, Secret password, CancellationToken cancellation)
    {
        Calls.Add("password");
        return new(login == Login && password.RevealText() == RightPassword ? AuthVerdict.Accept : AuthVerdict.Reject);
    }

    public ValueTask<IAuthDialogue> BeginDialogueAsync(string login, CancellationToken cancellation)
    {
        Calls.Add("dialogue");
        return new(new Dialogue(login));
    }

    private bool Knows(string login, ReadOnlyMemory<byte> key) =>
        login == Login && Keys.Any(line => line.Split(' ')[1] == Convert.ToBase64String(key.Span));

    private sealed class Dialogue(string login) : IAuthDialogue
    {
        private int _step;
        private bool _right = login == Login;

        public ValueTask<DialogueStep> NextAsync(IReadOnlyList<Secret> answers, CancellationToken cancellation)
        {
            switch (_step++)
            {
                case 0:
                    return new(DialogueStep.Ask("", "", new InfoPrompt("Password: ", false)));
                case 1:
                    _right &= answers[0].RevealText() == RightPassword;
                    return new(DialogueStep.Ask("", "", new InfoPrompt("Code: ", true)));
                default:
                    _right &= answers[0].RevealText() == RightCode;
                    return new(DialogueStep.Done(_right ? AuthVerdict.Accept : AuthVerdict.Reject));
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
