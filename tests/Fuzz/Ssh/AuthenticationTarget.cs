using Bastion.Ssh.Authentication;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Fuzz.Ssh;

/// <summary>A row of authentication messages against the server machine. Nobody knows the password, so nobody may get in.</summary>
internal sealed class AuthenticationTarget : IFuzzTarget
{
    private static readonly byte[] SessionId = new byte[32];
    private static readonly SshPrivateKey Key = SshPrivateKey.GenerateEd25519();

    public string Name => "authentication";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        Row(Request("none", []), Request("password", [0, 0, 0, 0, 1, 65]), Request("keyboard-interactive", new byte[8]),
            SshMessage.ToBytes(new InfoResponseMessage([new byte[] { 65 }]))),
        Row(Request("publickey", PublicKey(signed: false)), Request("publickey", PublicKey(signed: true))),
    ];

    public void Run(byte[] input)
    {
        var options = new ServerAuthenticationOptions { Methods = ["publickey", "password", "keyboard-interactive"] };
        var machine = new ServerAuthenticationMachine(
            new Nobody(), options, AlgorithmProfile.Strict.UserKey, SessionId, new Nowhere());
        try
        {
            var reader = new WireReader(input);
            while (!reader.AtEnd)
            {
                ReadOnlyMemory<byte> payload = reader.ReadString();
                byte number = payload.IsEmpty ? MessageNumber.UserAuthRequest : payload.Span[0];
                if (number is MessageNumber.UserAuthRequest or MessageNumber.UserAuthInfoResponse)
                {
                    machine.HandleAsync(number, payload, CancellationToken.None).AsTask().GetAwaiter().GetResult();
                }
            }
        }
        catch (Exception refused) when (refused is SshProtocolException or SshEndException)
        {
            // As it should be.
        }

        if (machine.Succeeded)
        {
            throw new InvalidOperationException("signed in without a proof");
        }
    }

    private static byte[] Request(string method, byte[] data) =>
        SshMessage.ToBytes(new UserAuthRequestMessage("sami+analyser", "ssh-connection", method, data));

    private static byte[] PublicKey(bool signed)
    {
        using var data = new WireWriter();
        data.WriteBoolean(signed);
        data.WriteString("ssh-ed25519");
        data.WriteString(Key.PublicKey.Blob);
        if (signed)
        {
            data.WriteString(Key.Sign("ssh-ed25519", [1]));
        }

        return data.ToArray();
    }

    private static byte[] Row(params byte[][] payloads)
    {
        using var writer = new WireWriter();
        foreach (byte[] payload in payloads)
        {
            writer.WriteString(payload);
        }

        return writer.ToArray();
    }

    private sealed class Nowhere : IMessageSink
    {
        public void Write<T>(in T message)
            where T : ISshMessage<T> => SshMessage.ToBytes(message);
    }

    private sealed class Nobody : IServerAuthenticator, IAuthDialogue
    {
        public ValueTask<bool> ProbeKeyAsync(KeyOffer offer, CancellationToken cancellation) => new(true);

        // Reached only with a signature over this session id, and there is none among the seeds.
        public ValueTask<AuthVerdict> VerifyKeyAsync(KeyProof proof, CancellationToken cancellation) => new(AuthVerdict.Accept);

        public ValueTask<AuthVerdict> VerifyPasswordAsync(string login, Secret password, CancellationToken cancellation) => new(AuthVerdict.Reject);

        public ValueTask<IAuthDialogue> BeginDialogueAsync(string login, CancellationToken cancellation) => new(this);

        public ValueTask<DialogueStep> NextAsync(IReadOnlyList<Secret> answers, CancellationToken cancellation) =>
            new(answers.Count == 0 ? DialogueStep.Ask("", "", new InfoPrompt("Code: ", true)) : DialogueStep.Done(AuthVerdict.Reject));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
