using Bastion.Fuzz.Rdp;
using Bastion.Rdp.Pdus;
using Bastion.Rdp.Relay;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Tests.Relay;

public sealed class HandshakeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(31)]
    public void Handshake_OurClientWithOurServer_AgreeOnEveryId(int channels)
    {
        var front = new FrontHandshake(SecurityProtocols.Tls);
        var back = new BackHandshake(McsConnectInitial.Read(RdpSamples.ConnectInitial(channels)), SecurityProtocols.Tls);
        var toServer = new Queue<byte[]>([back.Begin()]);
        while (toServer.TryDequeue(out var frame))
        {
            if (front.Take(frame) is not { } answer)
                continue;
            foreach (var next in back.Take(answer))
                toServer.Enqueue(next);
        }

        Assert.True(back.Done);
        Assert.Equal(front.User, back.User);
        Assert.Equal(FrontHandshake.IoChannel, back.IoChannel);
        Assert.Equal(Enumerable.Range(0, channels).Select(FrontHandshake.ChannelAt), back.Channels);
        Assert.Equal(0x040Cu, front.Initial!.Core.KeyboardLayout);
        Assert.Equal((1280, 800), (front.Initial.Core.Width, front.Initial.Core.Height));
    }

    [Fact]
    public void ClientInfo_AfterTheJoins_NamesTheTicket()
    {
        var front = new FrontHandshake(SecurityProtocols.Tls);
        front.Take(RdpSamples.ConnectInitial(1));
        front.Take(McsDomain.AttachRequest());
        front.Take(RdpSamples.ClientInfo());
        Assert.Equal("t-abcdefgh", front.Info!.User);
        Assert.Equal("abcdefghijkmnpqrstuvwxyz23", front.Info.Password);
        Assert.Equal("VALBRUME", front.Info.Domain);
    }

    [Fact]
    public void ConnectInitial_WithThirtyTwoChannels_IsRefused() =>
        Assert.Throws<RdpProtocolException>(() => new FrontHandshake(SecurityProtocols.Tls).Take(RdpSamples.ConnectInitial(32)));

    [Fact]
    public void ConnectInitial_AskingForTheChannelOfBlueKeep_IsRefused()
    {
        var initial = new McsConnectInitial(new ClientCore(), [new ClientChannel("MS_T120", 0)]).ToFrame(SecurityProtocols.Tls);
        Assert.Throws<RdpProtocolException>(() => new FrontHandshake(SecurityProtocols.Tls).Take(initial));
    }

    [Fact]
    public void JoinRequest_OfAChannelThatWasNotGiven_IsRefused()
    {
        var front = new FrontHandshake(SecurityProtocols.Tls);
        front.Take(RdpSamples.ConnectInitial(1));
        Assert.Throws<RdpProtocolException>(() => front.Take(McsDomain.JoinRequest(front.User, 1020)));
    }

    [Fact]
    public void JoinRequest_WithoutEnd_IsRefused()
    {
        var front = new FrontHandshake(SecurityProtocols.Tls);
        front.Take(RdpSamples.ConnectInitial(1));
        Assert.Throws<RdpProtocolException>(() =>
        {
            for (var i = 0; i < 10; i++)
                front.Take(McsDomain.JoinRequest(front.User, FrontHandshake.IoChannel));
        });
    }
}
