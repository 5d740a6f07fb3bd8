using Bastion.Ssh.Crypto;
using Bastion.Ssh.Tests.Peers;
using Bastion.Ssh.Transport;

namespace Bastion.Ssh.Tests.Transport;

public sealed class IdleTests
{
    [Fact]
    public async Task Transport_Idle_HoldsLittleMemoryAndNoThread()
    {
        const int Pairs = 100;
        SshPrivateKey hostKey = SshPrivateKey.GenerateEd25519();
        await OpenAsync(hostKey);
        int threads = ThreadPool.ThreadCount;
        long before = GC.GetTotalMemory(true);
        var open = new List<(SshTransport Server, SshTransport Client, Task Waiting)>();
        for (int i = 0; i < Pairs; i++)
        {
            open.Add(await OpenAsync(hostKey));
        }

        long perTransport = (GC.GetTotalMemory(true) - before) / (2 * Pairs);
        Assert.InRange(perTransport, 1, 40_000);
        Assert.InRange(ThreadPool.ThreadCount, 0, threads + 20);
        foreach ((SshTransport server, SshTransport client, Task waiting) in open)
        {
            await client.DisposeAsync();
            await waiting;
            await server.DisposeAsync();
        }
    }

    private static async Task<(SshTransport Server, SshTransport Client, Task Waiting)> OpenAsync(SshPrivateKey hostKey)
    {
        (Stream left, Stream right) = DuplexStream.Pair();
        Task<SshOpening> accepting = SshTransport.AcceptAsync(left, new ServerTransportOptions { HostKeys = [hostKey] }, CancellationToken.None);
        SshOpening client = await SshTransport.ConnectAsync(
            right, new ClientTransportOptions { Pins = new HostKeyPins([hostKey.PublicKey.Blob.ToArray()]) }, CancellationToken.None);
        SshTransport server = (await accepting).Transport!;
        Assert.Equal("mlkem768x25519-sha256", server.Algorithms.KeyExchange);
        Task waiting = server.ReceiveAsync(CancellationToken.None).AsTask();
        return (server, client.Transport!, waiting);
    }
}
