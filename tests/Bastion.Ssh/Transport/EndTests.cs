using System.Net;
using System.Net.Sockets;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Tests.Transport;

/// <summary>How connections end, over real sockets.</summary>
public sealed class EndTests : IAsyncLifetime
{
    private static readonly SshPrivateKey HostKey = SshPrivateKey.GenerateEd25519();

    private SshTransport? _server;
    private SshTransport? _client;

    private SshTransport Server => _server!;

    private SshTransport Client => _client!;

    public async Task InitializeAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listener.LocalEndpoint);
        Task<SshOpening> accepting = SshTransport.AcceptAsync(
            new NetworkStream(await listener.AcceptSocketAsync(), true), new ServerTransportOptions { HostKeys = [HostKey] }, CancellationToken.None);
        SshOpening client = await SshTransport.ConnectAsync(
            new NetworkStream(socket, true),
            new ClientTransportOptions { Pins = new HostKeyPins([HostKey.PublicKey.Blob.ToArray()]) },
            CancellationToken.None);
        _client = client.Transport;
        _server = (await accepting).Transport;
    }

    public async Task DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
        await Server.DisposeAsync(); // twice is harmless
    }

    [Fact]
    public async Task Disconnect_WithUnreadInput_StillReachesThePeer()
    {
        for (int i = 0; i < 100; i++)
        {
            await Client.SendAsync(new IgnoreMessage(new byte[1000]), CancellationToken.None);
        }

        Task<InboundBatch> atClient = Client.ReceiveAsync(CancellationToken.None).AsTask();
        Task leaving = Server.DisconnectAsync(DisconnectReason.ByApplication, "the window is over", TimeSpan.FromSeconds(60)).AsTask();
        SshEnd? end = (await atClient).End;
        Assert.Equal((SshEndKind.PeerDisconnected, DisconnectReason.ByApplication, "the window is over"), (end!.Kind, end.Reason, end.Description));
        await leaving;
        Assert.Equal(SshEndKind.ClosedHere, (await Server.ReceiveAsync(CancellationToken.None)).End?.Kind);
    }

    [Fact]
    public async Task Disconnect_PeerThatDoesNotRead_WaitsNoLongerThanToldTo()
    {
        Task filling = Task.Run(async () =>
        {
            var block = new byte[30_000];
            while (true)
            {
                await Server.SendAsync(new IgnoreMessage(block), CancellationToken.None);
            }
        });
        await Server.DisconnectAsync(DisconnectReason.ByApplication, "now", TimeSpan.FromMilliseconds(200));
        SshEndedException ended = await Assert.ThrowsAsync<SshEndedException>(() => filling);
        Assert.Equal(SshEndKind.ClosedHere, ended.End.Kind);
    }

    [Fact]
    public async Task Abort_WakesTheReceiverAndTheSender()
    {
        Task<InboundBatch> receiving = Server.ReceiveAsync(CancellationToken.None).AsTask();
        Server.Abort("stop");
        Assert.Equal("stop", (await receiving).End?.Description);
        await Assert.ThrowsAsync<SshEndedException>(() => Server.SendAsync(new IgnoreMessage(default), CancellationToken.None).AsTask());
        Assert.Equal(SshEndKind.ConnectionLost, (await Client.ReceiveAsync(CancellationToken.None)).End?.Kind);
    }

    [Fact]
    public async Task Receive_Cancelled_GoesOnWithTheNextCall()
    {
        using var cancel = new CancellationTokenSource();
        Task<InboundBatch> receiving = Server.ReceiveAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving);
        receiving = Server.ReceiveAsync(CancellationToken.None).AsTask();
        await Client.DisconnectAsync(DisconnectReason.ByApplication, "bye\u001b[2J", TimeSpan.FromSeconds(60));
        Assert.Equal("bye [2J", (await receiving).End?.Description);
    }
}
