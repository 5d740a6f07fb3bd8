using Bastion.Ssh.Messages;
using Bastion.Ssh.Wire;

namespace Bastion.Fuzz.Ssh;

/// <summary>Every message type reads the input; what it takes it must write so that it takes it again.</summary>
internal sealed class MessagesTarget : IFuzzTarget
{
    private static readonly ReadOnlyMemory<byte> Some = new byte[] { 0, 0, 0, 1, 9 };

    private readonly List<Action<byte[]>> _readers = [];

    public MessagesTarget()
    {
        var seeds = new List<byte[]>();
        Add(new DisconnectMessage(DisconnectReason.ByApplication, "bye", ""));
        Add(new DebugMessage(true, "text", ""));
        Add(new IgnoreMessage(Some));
        Add(new UnimplementedMessage(1));
        Add(new ServiceRequestMessage("ssh-userauth"));
        Add(new ServiceAcceptMessage("ssh-userauth"));
        Add(new ExtInfoMessage([new("server-sig-algs", "ssh-ed25519"u8.ToArray())]));
        Add(KexInitTarget.Offer);
        Add(new KexExchangeInitMessage(Some));
        Add(new KexExchangeReplyMessage(Some, Some, Some));
        Add(new UserAuthRequestMessage("sami+analyser", "ssh-connection", "none", Some));
        Add(new UserAuthFailureMessage(["password", "publickey"], true));
        Add(new UserAuthBannerMessage("hello", ""));
        Add(new PublicKeyOkMessage("ssh-ed25519", Some));
        Add(new InfoRequestMessage("n", "i", [new("Password: ", false)]));
        Add(new InfoResponseMessage([Some]));
        Add(new GlobalRequestMessage("tcpip-forward", true, Some));
        Add(new ChannelOpenMessage("session", 0, 100, 100, default));
        Add(new ChannelOpenConfirmationMessage(0, 0, 100, 100, default));
        Add(new ChannelOpenFailureMessage(0, ChannelOpenFailureReason.ConnectFailed, "no", ""));
        Add(new ChannelWindowAdjustMessage(0, 5));
        Add(new ChannelDataMessage(0, Some));
        Add(new ChannelExtendedDataMessage(0, 1, Some));
        AddRequest(new PtyRequest("xterm", 80, 24, 0, 0, Some));
        AddRequest(new EnvironmentRequest(Some, Some));
        AddRequest(new ExecRequest(Some));
        AddRequest(new SubsystemRequest("sftp"));
        AddRequest(new WindowChangeRequest(1, 1, 1, 1));
        AddRequest(new SignalRequest("TERM"));
        AddRequest(new ExitStatusRequest(1));
        AddRequest(new ExitSignalRequest("TERM", false, "x", ""));
        Seeds = seeds;

        void Add<T>(T message)
            where T : ISshMessage<T>
        {
            seeds.Add(SshMessage.ToBytes(message));
            _readers.Add(Read<T>);
        }

        void AddRequest<T>(T data)
            where T : IRequestData<T>
        {
            seeds.Add(SshMessage.ToBytes(RequestData.ToMessage(0, data, true)));
            _readers.Add(ReadRequest<T>);
        }
    }

    public string Name => "messages";

    public IReadOnlyList<byte[]> Seeds { get; }

    public void Run(byte[] input)
    {
        foreach (Action<byte[]> reader in _readers)
        {
            reader(input);
        }
    }

    private static void Read<T>(byte[] input)
        where T : ISshMessage<T>
    {
        T message;
        try
        {
            message = SshMessage.Parse<T>(input);
        }
        catch (SshProtocolException)
        {
            return;
        }

        if (message.ToString() is null)
        {
            throw new InvalidOperationException("nothing to print");
        }

        // U+FFFD takes more room than what it stands for, so a text may outgrow its cap; nothing else may.
        byte[] written = SshMessage.ToBytes(message);
        if (written.Length <= input.Length)
        {
            SshMessage.Parse<T>(written);
        }
    }

    private static void ReadRequest<T>(byte[] input)
        where T : IRequestData<T>
    {
        try
        {
            RequestData.Parse<T>(SshMessage.Parse<ChannelRequestMessage>(input).Data);
        }
        catch (SshProtocolException)
        {
            // Refused.
        }
    }
}
