using Bastion.Ssh.Messages;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Tests.Messages;

/// <summary>Each message once: what is written is read the same, and no shorter and no longer form is taken.</summary>
public sealed class MessageRoundTripTests
{
    private static readonly ReadOnlyMemory<byte> Bytes = new byte[] { 1, 2, 3 };

    public static TheoryData<string> Names() => [.. Samples.Keys];

    private static Dictionary<string, (byte[] Bytes, Func<ReadOnlyMemory<byte>, byte[]> Again, bool Open)> Samples { get; } = Build();

    [Theory]
    [MemberData(nameof(Names))]
    public void Message_WrittenAndRead_IsTheSame(string name)
    {
        (byte[] bytes, Func<ReadOnlyMemory<byte>, byte[]> again, _) = Samples[name];
        Assert.Equal(bytes, again(bytes));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Message_CutShort_IsRefused(string name)
    {
        (byte[] bytes, Func<ReadOnlyMemory<byte>, byte[]> again, bool open) = Samples[name];
        int shortest = open ? bytes.Length - Bytes.Length : bytes.Length;
        for (int length = 0; length < shortest; length++)
        {
            Assert.Throws<SshProtocolException>(() => again(bytes.AsMemory(0, length)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Message_WithMoreThanItsFields_IsRefused(string name)
    {
        (byte[] bytes, Func<ReadOnlyMemory<byte>, byte[]> again, bool open) = Samples[name];
        if (!open)
        {
            Assert.Throws<SshProtocolException>(() => again(new byte[][] { bytes, [0] }.SelectMany(part => part).ToArray()));
        }
    }

    [Fact]
    public void Message_OtherNumber_IsRefused() =>
        Assert.Throws<SshProtocolException>(() => SshMessage.Parse<ChannelEofMessage>(SshMessage.ToBytes(new ChannelCloseMessage(1))));

    [Fact]
    public void ExtInfo_CountOf4Billion_IsRefusedAtOnce() => // CVE-2026-55199
        Assert.Throws<SshProtocolException>(() => SshMessage.Parse<ExtInfoMessage>(new byte[] { 7, 255, 255, 255, 255 }));

    [Fact]
    public void InfoRequest_CountOf4Billion_IsRefusedAtOnce() =>
        Assert.Throws<SshProtocolException>(() => SshMessage.Parse<InfoRequestMessage>(
            new byte[] { 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255 }));

    [Fact]
    public void UserAuthRequest_Printed_ShowsNoSecret() =>
        Assert.DoesNotContain("hidden", new UserAuthRequestMessage("a", "b", "password", "hidden"u8.ToArray()).ToString());

    [Fact]
    public void RequestData_EachType_IsTheSameAfterReading()
    {
        Again(new PtyRequest("xterm", 80, 24, 640, 480, Bytes));
        Again(new EnvironmentRequest(Bytes, Bytes));
        Again(new ExecRequest(Bytes));
        Again(new SubsystemRequest("sftp"));
        Again(new WindowChangeRequest(1, 2, 3, 4));
        Again(new SignalRequest("TERM"));
        Again(new ExitStatusRequest(7));
        Again(new ExitSignalRequest("KILL", true, "text", "en"));
    }

    private static void Again<T>(T data)
        where T : IRequestData<T>
    {
        ChannelRequestMessage message = RequestData.ToMessage(5, data, true);
        Assert.Equal(T.Type, message.Type);
        T read = RequestData.Parse<T>(message.Data);
        Assert.Equal(message.Data.ToArray(), RequestData.ToMessage(5, read, true).Data.ToArray());
        for (int length = 0; length < message.Data.Length; length++)
        {
            Assert.Throws<SshProtocolException>(() => RequestData.Parse<T>(message.Data[..length]));
        }

        Assert.Throws<SshProtocolException>(() => RequestData.Parse<T>(new byte[][] { message.Data.ToArray(), [0] }.SelectMany(part => part).ToArray()));
    }

    private static Dictionary<string, (byte[] Bytes, Func<ReadOnlyMemory<byte>, byte[]> Again, bool Open)> Build()
    {
        var samples = new Dictionary<string, (byte[] Bytes, Func<ReadOnlyMemory<byte>, byte[]> Again, bool Open)>();
        Add(new DisconnectMessage(DisconnectReason.ByApplication, "bye", "en"));
        Add(new IgnoreMessage(Bytes));
        Add(new UnimplementedMessage(5));
        Add(new DebugMessage(true, "text", ""));
        Add(new ServiceRequestMessage("ssh-userauth"));
        Add(new ServiceAcceptMessage("ssh-userauth"));
        Add(new ExtInfoMessage([new("server-sig-algs", Bytes), new("x", Bytes)]));
        Add(new KexInitMessage
        {
            Cookie = new byte[16],
            KeyExchange = ["a", "b"],
            HostKey = ["c"],
            CipherClientToServer = ["d"],
            CipherServerToClient = ["e"],
            MacClientToServer = ["f"],
            MacServerToClient = ["g"],
            CompressionClientToServer = ["none"],
            CompressionServerToClient = ["none"],
            FirstPacketFollows = true,
        });
        Add(default(NewKeysMessage));
        Add(new KexExchangeInitMessage(Bytes));
        Add(new KexExchangeReplyMessage(Bytes, Bytes, Bytes));
        Add(new UserAuthRequestMessage("sami", "ssh-connection", "none", Bytes), open: true);
        Add(new UserAuthFailureMessage(["password", "publickey"], true));
        Add(default(UserAuthSuccessMessage));
        Add(new UserAuthBannerMessage("hello", ""));
        Add(new PublicKeyOkMessage("ssh-ed25519", Bytes));
        Add(new InfoRequestMessage("name", "do", [new("Password: ", false), new("Code: ", true)]));
        Add(new InfoResponseMessage([Bytes, Bytes]));
        Add(new GlobalRequestMessage("keepalive@openssh.com", true, Bytes), open: true);
        Add(new RequestSuccessMessage(Bytes), open: true);
        Add(default(RequestFailureMessage));
        Add(new ChannelOpenMessage("session", 1, 2, 3, Bytes), open: true);
        Add(new ChannelOpenConfirmationMessage(1, 2, 3, 4, Bytes), open: true);
        Add(new ChannelOpenFailureMessage(1, ChannelOpenFailureReason.ConnectFailed, "no", ""));
        Add(new ChannelWindowAdjustMessage(1, 2));
        Add(new ChannelDataMessage(1, Bytes));
        Add(new ChannelExtendedDataMessage(1, 1, Bytes));
        Add(new ChannelEofMessage(1));
        Add(new ChannelCloseMessage(1));
        Add(new ChannelRequestMessage(1, "exec", true, Bytes), open: true);
        Add(new ChannelSuccessMessage(1));
        Add(new ChannelFailureMessage(1));
        return samples;

        void Add<T>(T message, bool open = false)
            where T : ISshMessage<T> =>
            samples.Add(typeof(T).Name, (SshMessage.ToBytes(message), bytes => SshMessage.ToBytes(SshMessage.Parse<T>(bytes)), open));
    }
}
