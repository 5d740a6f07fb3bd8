using System.Net;
using System.Net.Sockets;
using System.Text;
using Bastion.Gateway.SshBroker;
using Bastion.Gateway.Tests.Peers;
using Bastion.Ssh.Authentication;
using Bastion.Ssh.Channels;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;
using Bastion.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.Gateway.Tests.SshBroker;

/// <summary>One running session (a command that echoes) of a client that says whatever a test wants, through a whole Gateway, at a real sshd.</summary>
public sealed class ForwardingBench : IAsyncLifetime
{
    private readonly SshPrivateKey key = SshPrivateKey.GenerateEd25519();
    private SshDevice? device;
    private SshTransport? transport;

    internal GatewayUnderTest Gateway { get; private set; } = null!;

    /// <summary>What the device noted of the connection.</summary>
    public string DeviceLog => device!.Log.Text;

    /// <summary>The device's own number of the session channel, as the client sees it.</summary>
    public uint Channel { get; private set; }

    public async Task InitializeAsync()
    {
        if (!PeerProgram.Has("/usr/sbin/sshd") || !PeerProgram.Has("unshare"))
            return;
        device = await SshDevice.Start();
        Gateway = await GatewayUnderTest.StartAsync(device);
        Gateway.Admin.ArmedKey = key.PublicKey.Blob.ToArray();
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, Gateway.Port);
        var opening = await SshTransport.ConnectAsync(
            new NetworkStream(socket, ownsSocket: true),
            new ClientTransportOptions { Pins = new HostKeyPins([Gateway.Services.GetRequiredService<SshHostKeys>().Keys[0].PublicKey.Blob.ToArray()]) },
            CancellationToken.None);
        transport = opening.Transport!;
        var signedIn = await ClientAuthentication.RunAsync(
            transport, ClientCredential.PrivateKey(StubAdmin.Login + "+ANA-01", key), TimeSpan.FromSeconds(30), CancellationToken.None);
        Assert.True(signedIn.Succeeded);
        await SendAsync(new ChannelOpenMessage(ChannelTypes.Session, 7, ChannelLimits.Window, ChannelLimits.MaximumPacket, default));
        Channel = SshMessage.Parse<ChannelOpenConfirmationMessage>(await AnswerAsync(MessageNumber.ChannelOpenConfirmation)).SenderChannel;
        await SendAsync(RequestData.ToMessage(Channel, new ExecRequest("cat"u8.ToArray()), wantReply: true));
        await AnswerAsync(MessageNumber.ChannelSuccess);
    }

    public async Task DisposeAsync()
    {
        if (transport is not null)
            await transport.DisposeAsync();
        if (Gateway is not null)
            await Gateway.DisposeAsync();
        if (device is not null)
            await device.DisposeAsync();
        key.Dispose();
    }

    internal ValueTask SendAsync<T>(T message)
        where T : ISshMessage<T> => transport!.SendAsync(message, CancellationToken.None);

    /// <summary>The next message of one of these numbers; window adjusts and what the server announces go by.</summary>
    internal async Task<byte[]> AnswerAsync(params byte[] numbers)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var batch = await transport!.ReceiveAsync(limit.Token);
            foreach (var message in batch)
                if (numbers.Contains(message.Number))
                    return message.Payload.ToArray();
            Assert.Null(batch.End);
        }
    }

    /// <summary>The session still answers.</summary>
    internal async Task EchoAsync(string text)
    {
        await SendAsync(new ChannelDataMessage(Channel, Encoding.ASCII.GetBytes(text)));
        Assert.Equal(text, Encoding.ASCII.GetString(SshMessage.Parse<ChannelDataMessage>(await AnswerAsync(MessageNumber.ChannelData)).Data.Span));
    }
}
