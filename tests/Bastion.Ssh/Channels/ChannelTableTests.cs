using Bastion.Ssh.Channels;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Tests.Channels;

public sealed class ChannelTableTests
{
    private readonly ChannelTable<string> _table = new(2);

    [Fact]
    public void Open_ByThePeer_HasOwnNumbersAndBothWindows()
    {
        SshChannel<string> channel = Accepted(77);
        Assert.Equal(0u, channel.LocalId);
        Assert.Equal(77u, channel.RemoteId);
        Assert.Equal(1000u, channel.SendWindow.Available);
        Assert.Equal(500u, channel.ReceiveWindow.Available);
    }

    [Fact]
    public void Open_BeyondCapacity_IsNotTaken()
    {
        Accepted(1);
        Accepted(2);
        Assert.False(_table.TryAccept(Open(3), "", out _));
        Assert.False(_table.TryOpen("session", "", 1, 1, out _));
    }

    [Fact]
    public void Data_UpToTheWindow_IsTaken_OneByteMoreIsNot()
    {
        Accepted(1);
        _table.ReceivedData(0, 200);
        _table.ReceivedData(0, 200);
        _table.ReceivedData(0, 100);
        Assert.Throws<SshProtocolException>(() => _table.ReceivedData(0, 1));
    }

    [Fact]
    public void Data_LargerThanThePacketAllowed_IsRefused()
    {
        Accepted(1);
        Assert.Throws<SshProtocolException>(() => _table.ReceivedData(0, 201));
    }

    [Fact]
    public void Adjust_PastTheLargestWindow_IsRefused() // CVE-2025-54804
    {
        Accepted(1);
        _table.ReceivedAdjust(new ChannelWindowAdjustMessage(0, uint.MaxValue - 1000));
        Assert.Throws<SshProtocolException>(() => _table.ReceivedAdjust(new ChannelWindowAdjustMessage(0, 1)));
    }

    [Fact]
    public void Messages_ForAnUnknownOrUnopenedChannel_AreRefused()
    {
        Assert.Throws<SshProtocolException>(() => _table.ReceivedData(9, 0));
        Assert.True(_table.TryAccept(Open(1), "", out _));
        Assert.Throws<SshProtocolException>(() => _table.ReceivedData(0, 0));
        Assert.Throws<SshProtocolException>(() => _table.ReceivedRequest(0));
        Assert.Throws<SshProtocolException>(() => _table.Confirmed(new ChannelOpenConfirmationMessage(0, 1, 1, 1, default)));
    }

    [Fact]
    public void Eof_Twice_OrDataBehindIt_IsRefused()
    {
        Accepted(1);
        _table.ReceivedEof(0);
        Assert.Throws<SshProtocolException>(() => _table.ReceivedEof(0));
        Assert.Throws<SshProtocolException>(() => _table.ReceivedData(0, 1));
        _table.ReceivedRequest(0);
    }

    [Fact]
    public void Close_BothWays_RemovesTheChannel()
    {
        SshChannel<string> channel = Accepted(1);
        _table.ReceivedClose(0);
        Assert.False(channel.CloseSent);
        Assert.Throws<SshProtocolException>(() => _table.ReceivedClose(0));
        Assert.True(_table.Close(channel));
        Assert.Equal(0, _table.Count);
        Assert.False(_table.Close(channel));
    }

    [Fact]
    public void Close_SentFirst_StillTakesWhatIsOnItsWay()
    {
        SshChannel<string> channel = Accepted(1);
        Assert.True(_table.Close(channel));
        Assert.False(_table.CanSend(channel));
        Assert.False(_table.SendEof(channel));
        _table.ReceivedData(0, 5);
        _table.ReceivedClose(0);
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void Confirmed_TwiceOrAfterFailure_IsRefused()
    {
        Assert.True(_table.TryOpen("session", "", 10, 10, out SshChannel<string>? channel));
        _table.Confirmed(new ChannelOpenConfirmationMessage(channel.LocalId, 5, 100, 100, default));
        Assert.Throws<SshProtocolException>(() => _table.Confirmed(new ChannelOpenConfirmationMessage(channel.LocalId, 5, 100, 100, default)));
        Assert.Throws<SshProtocolException>(
            () => _table.Refused(new ChannelOpenFailureMessage(channel.LocalId, ChannelOpenFailureReason.ConnectFailed, "", "")));
    }

    [Fact]
    public void Reply_WithoutRequest_IsRefused_AndTagsComeInOrder()
    {
        SshChannel<string> channel = Accepted(1);
        Assert.Throws<SshProtocolException>(() => _table.ReceivedReply(0, out _));
        channel.Pending.Expect("a");
        channel.Pending.Expect("b");
        _table.ReceivedReply(0, out object? first);
        _table.ReceivedReply(0, out object? second);
        Assert.Equal(("a", "b"), (first, second));
    }

    [Fact]
    public void Pending_BeyondTheirNumber_AreRefused()
    {
        var pending = new PendingReplies();
        for (int i = 0; i < SshLimits.PendingRequests; i++)
        {
            pending.Expect(null);
        }

        Assert.Throws<SshProtocolException>(() => pending.Expect(null));
    }

    private SshChannel<string> Accepted(uint remote)
    {
        Assert.True(_table.TryAccept(Open(remote), "", out SshChannel<string>? channel));
        _table.Confirm(channel, 500, 200);
        return channel;
    }

    private static ChannelOpenMessage Open(uint remote) => new("session", remote, 1000, 300, default);
}
