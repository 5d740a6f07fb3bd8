using Bastion.Fuzz.Rdp;
using Bastion.Rdp.Pdus;
using Bastion.Rdp.Relay;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Tests.Relay;

public sealed class FilterTests
{
    private readonly List<string> refused = [];
    private readonly List<byte[]> onward = [];
    private readonly List<byte[]> back = [];

    // The device has other ids for everything.
    private static readonly ChannelTable Table = new(RdpSamples.User, 1099, [new ChannelPair(ChannelUse.Desktop, RdpSamples.Io, 1003), new ChannelPair(ChannelUse.Clipboard, RdpSamples.Clipboard, 1044)]);

    [Fact]
    public void ServerFilter_DemandActive_TellsTheDesktop()
    {
        var filter = Server();
        Assert.True(filter.Take(RdpSamples.Active(fromServer: true), onward, back));
        Assert.Equal((1024, 768, 32), (filter.Facts!.Width, filter.Facts.Height, filter.Facts.BitsPerPixel));
    }

    [Fact]
    public void ServerFilter_UnknownChannel_DoesNotPass()
    {
        Assert.False(Server().Take(SendData.ToFrame(true, 1002, 1088, new byte[20]), onward, back));
        Assert.Empty(onward);
    }

    [Theory]
    [InlineData(ShareControl.SaveSessionInfo)]
    [InlineData(0x37)]
    [InlineData(0x22)]
    public void ServerFilter_DataThatIsNotOnTheList_DoesNotPass(int type)
    {
        var filter = Server();
        filter.Take(RdpSamples.Active(fromServer: true), onward, back);
        Assert.False(filter.Take(RdpSamples.Data(true, type, new byte[8]), onward, back));
    }

    [Fact]
    public void ServerFilter_Redirection_DoesNotPassAndIsNamed()
    {
        var filter = Server();
        filter.Take(RdpSamples.Active(fromServer: true), onward, back);
        Assert.False(filter.Take(SendData.ToFrame(true, 1002, RdpSamples.Io, [8, 0, 0x1A, 0, 0, 0, 0, 0]), onward, back));
        Assert.Equal(["redirection"], refused);
    }

    [Fact]
    public void ServerFilter_SeveralPdusInOne_PassOneByOne()
    {
        var filter = Server();
        filter.Take(RdpSamples.Active(fromServer: true), onward, back);
        byte[] both = [.. ShareControl.DataPdu(1, 1002, ShareControl.SaveSessionInfo, new byte[4]), .. ShareControl.DataPdu(1, 1002, ShareControl.Synchronize, new byte[4])];
        Assert.False(filter.Take(SendData.ToFrame(true, 1002, RdpSamples.Io, both), onward, back));
        var data = SendData.Read(Assert.Single(onward));
        Assert.Equal(ShareControl.Synchronize, ShareControl.DataType(onward[0].AsSpan(data.Payload)));
    }

    [Fact]
    public void ServerFilter_CompressedUpdate_BreaksTheProtocol()
    {
        var filter = Server();
        filter.Take(RdpSamples.Active(fromServer: true), onward, back);
        byte[] frame = [0, 8, 0x81, 0x20, 2, 0, 0, 0];
        Assert.Throws<RdpProtocolException>(() => filter.Take(frame, onward, back));
    }

    [Fact]
    public void ServerFilter_PaddedBitmap_IsGivenTheRoomItTakes()
    {
        var filter = Server();
        filter.Take(RdpSamples.Active(fromServer: true), onward, back);
        var frame = RdpSamples.Bitmap();
        Assert.True(filter.Take(frame, onward, back));
        Assert.Equal(3, frame[6 + 8]);
        Assert.True(filter.Draws);
    }

    [Fact]
    public void ServerFilter_FrameMarker_IsTold()
    {
        var filter = Server();
        filter.Take(RdpSamples.Active(fromServer: true), onward, back);
        filter.Take(RdpSamples.Surface(), onward, back);
        Assert.Equal(7u, filter.Frame);
    }

    [Fact]
    public void ClientFilter_ConfirmActive_SaysOnlyWhatCanBeReplayed()
    {
        var frame = RdpSamples.Active(fromServer: false);
        Assert.True(Client().Take(frame, onward, back));
        var data = SendData.Read(frame);
        var pdu = frame.AsSpan(data.Payload, data.Length);
        foreach (var (type, at, length) in Capabilities.SetsOf(pdu))
        {
            var body = pdu.Slice(at, length).ToArray();
            if (type == Capabilities.Order)
                Assert.All(body[32..64], octet => Assert.Equal(0, octet));
            if (type == Capabilities.BitmapCache2)
                Assert.All(body, octet => Assert.Equal(0, octet));
            if (type == Capabilities.Codecs)
                Assert.Equal((0x12, 0xEE), (body[1], body[22]));
        }
    }

    [Fact]
    public void ClientFilter_InputBeforeConfirmActive_DoesNotPass() => Assert.False(Client().Take(RdpSamples.Input(), onward, back));

    [Fact]
    public void ClientFilter_Input_PassesUnlessReadOnly()
    {
        var (may, readOnly) = (Client(), Client(readOnly: true));
        may.Take(RdpSamples.Active(fromServer: false), onward, back);
        readOnly.Take(RdpSamples.Active(fromServer: false), onward, back);
        Assert.True(may.Take(RdpSamples.Input(), onward, back));
        Assert.False(readOnly.Take(RdpSamples.Input(), onward, back));
        Assert.True(readOnly.IsInput);
    }

    [Fact]
    public void ClientFilter_SuppressOutput_DoesNotPass()
    {
        var filter = Client();
        filter.Take(RdpSamples.Active(fromServer: false), onward, back);
        Assert.False(filter.Take(RdpSamples.Data(false, ShareControl.SuppressOutput, 0, 0, 0, 0), onward, back));
        Assert.True(filter.Take(RdpSamples.Data(false, ShareControl.RefreshRect, new byte[12]), onward, back));
    }

    [Fact]
    public void Readdress_WritesTheDevicesIds()
    {
        var frame = SendData.ToFrame(false, RdpSamples.User, RdpSamples.Clipboard, new byte[12]);
        ClientFilter.Readdress(frame, Table);
        var data = SendData.Read(frame);
        Assert.Equal((1099, 1044), (data.Initiator, data.Channel));
    }

    [Fact]
    public void PressedKeys_LetsGoOfWhatIsHeldAndOfNothingElse()
    {
        var keys = new PressedKeys();
        InputEvents.ReadFast(RdpSamples.Input(), keys);
        keys.Key(0x1D, 1, down: true);
        keys.Key(0x2A, 0, down: true);
        keys.Key(0x2A, 0, down: false);
        var released = Assert.Single(keys.Release());
        Assert.Equal(released.Length, RdpFraming.LengthOf(released));
        Assert.Empty(keys.Release());
    }

    private ServerFilter Server() => new(Table, null, refused.Add);

    private ClientFilter Client(bool readOnly = false) => new(Table, null, new DesktopRules(false, false, readOnly), refused.Add);
}
